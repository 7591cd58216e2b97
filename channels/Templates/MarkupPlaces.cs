using Scriban.Parsing;

namespace Engagement.Templates;

/// <summary>
/// Finds places in markup where escaping is not enough to keep data inert: scripts, handlers, the inside of a tag,
/// values without quotes, and addresses that data begins.
/// </summary>
sealed class MarkupPlaces(string source)
{
    static readonly string[] Silent =
        ["if", "else", "end", "for", "case", "when", "capture", "break", "continue"];

    static readonly string[] Addresses = ["href", "src", "action", "formaction", "background", "poster"];

    readonly List<Token> _tokens =
        [.. new Lexer(source).Where(token => token.Type is not (TokenType.Comment or TokenType.CommentMulti))];

    readonly MarkupScan _scan = new();

    public IEnumerable<TemplateMistake> Unsafe()
    {
        for (var at = 0; at < _tokens.Count; at++)
        {
            if (_tokens[at].Type is TokenType.Raw or TokenType.Escape)
            {
                _scan.Walk(_tokens[at].GetText(source));
            }
            else if (_tokens[at].Type == TokenType.CodeEnter && Writes(at + 1))
            {
                if (Why(at) is { } reason)
                {
                    yield return TemplateMistake.At(source, _tokens[at].Start, reason);
                }

                _scan.Filled();
            }
        }
    }

    string? Why(int at) => _scan.Place switch
    {
        MarkupPlace.Script => "Nothing can be filled into a script.",
        MarkupPlace.Tag => "Nothing can be filled into a tag itself, only into its attributes' values.",
        MarkupPlace.BareValue => "Put quotes round the value of the attribute.",
        MarkupPlace.Value when _scan.Attribute.StartsWith("on", StringComparison.OrdinalIgnoreCase) =>
            $"Nothing can be filled into {_scan.Attribute}: it is a script.",
        MarkupPlace.Value when BeginsAddress(at) => "Write html.url before an address that comes from data.",
        _ => null,
    };

    bool BeginsAddress(int at) => _scan.IsValueEmpty
        && Addresses.Contains(_scan.Attribute, StringComparer.OrdinalIgnoreCase)
        && Text(at + 1) is not ("brand" or "unsubscribeUrl")
        && !IsGuarded(at + 1);

    bool IsGuarded(int at)
    {
        for (; at + 2 < _tokens.Count && _tokens[at].Type != TokenType.CodeExit; at++)
        {
            if (Text(at) == "html" && _tokens[at + 1].Type == TokenType.Dot && Text(at + 2) == "url")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether what begins here prints something, as far as its first word tells.</summary>
    bool Writes(int at) => Text(at) is { Length: > 0 } word && !Silent.Contains(word)
        && (at + 1 >= _tokens.Count || _tokens[at + 1].Type != TokenType.Equal);

    string Text(int at) => at < _tokens.Count && _tokens[at].Type is not (TokenType.Eof or TokenType.CodeExit)
        ? _tokens[at].GetText(source)
        : "";
}
