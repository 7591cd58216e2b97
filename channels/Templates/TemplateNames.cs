using System.Collections.Frozen;
using Scriban.Parsing;

namespace Engagement.Templates;

/// <summary>
/// Finds the names in a template that stand for nothing: a slip of the pen, or a function of another language. When a
/// message is filled in they are nothing or end it, so they are told when the template is published.
/// </summary>
sealed class TemplateNames(string source)
{
    static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        [
            "if", "else", "end", "for", "in", "case", "when", "capture", "break", "continue", "null", "true", "false",
            "reversed",
        ],
        StringComparer.Ordinal);

    readonly List<Token> _tokens =
        [.. new Lexer(source).Where(token => token.Type is not (TokenType.Comment or TokenType.CommentMulti))];

    public IEnumerable<TemplateMistake> Unknown()
    {
        var own = Enumerable.Range(0, _tokens.Count).Where(IsGivenHere).Select(Text).ToHashSet(StringComparer.Ordinal);
        for (var at = 0; at < _tokens.Count; at++)
        {
            if (IsVariable(at) && !own.Contains(Text(at)) && Why(at, Text(at)) is { } reason)
            {
                yield return TemplateMistake.At(source, _tokens[at].Start, reason);
            }
        }
    }

    string? Why(int at, string name)
    {
        var isGroup = TemplateFunctions.Groups.ContainsKey(name) && Type(at + 1) == TokenType.Dot;
        if (Type(at - 1) is TokenType.VerticalBar or TokenType.PipeGreater)
        {
            return isGroup ? null : NoFunction(name);
        }

        if (isGroup || TemplateModel.Given.Names.Contains(name) || Words.Contains(name))
        {
            return null;
        }

        return Calls(at)
            ? NoFunction(name)
            : $"There is nothing called {name}: "
                + (NearName.Of(name, TemplateModel.Given.Names) is { } near ? $"did you mean {near}? " : "")
                + $"A message has {string.Join(", ", TemplateModel.Given.Names.Order(StringComparer.Ordinal))}.";
    }

    static string NoFunction(string name)
    {
        var functions = TemplateFunctions.Groups.SelectMany(
            group => group.Value, (group, function) => (Function: function, Path: $"{group.Key}.{function}"));
        var near = NearName.Of(name, functions.Select(known => known.Function));
        return near is null
            ? $"There is no function {name}."
            : $"There is no function {name}. Did you mean {functions.First(known => known.Function == near).Path}?";
    }

    /// <summary><c>name = …</c>, <c>for name in</c>, <c>capture name</c> and <c>{name: …}</c>.</summary>
    bool IsGivenHere(int at) => IsWord(at) && !IsMember(at) && (IsAssigned(at) || IsHeld(at));

    bool IsAssigned(int at) => Type(at + 1) == TokenType.Equal
        || (Text(at - 1) == "for" && Text(at + 1) == "in")
        || (Text(at - 1) == "capture" && !IsMember(at - 1));

    /// <summary>In an object, a member may use those before it by their names.</summary>
    bool IsHeld(int at) =>
        Type(at + 1) == TokenType.Colon && Type(at - 1) is (TokenType.OpenBrace or TokenType.Comma);

    bool IsVariable(int at) => IsWord(at) && !IsMember(at) && !NamesArgument(at);

    bool IsWord(int at) => Type(at) is TokenType.Identifier or TokenType.IdentifierSpecial;

    bool IsMember(int at) => Type(at - 1) is TokenType.Dot or TokenType.QuestionDot;

    /// <summary><c>limit:3</c> names an argument; in <c>a ? b : c</c> the <c>b</c> is a value.</summary>
    bool NamesArgument(int at) =>
        Type(at + 1) == TokenType.Colon && (EndsValue(at - 1) || Type(at - 1) is TokenType.OpenParen
            or TokenType.OpenBrace or TokenType.Comma or TokenType.NewLine);

    bool Calls(int at) => Type(at + 1) is TokenType.OpenParen or TokenType.String or TokenType.VerbatimString
        or TokenType.Integer or TokenType.Float || (IsWord(at + 1) && !Words.Contains(Text(at + 1)));

    bool EndsValue(int at) => IsWord(at) || Type(at) is TokenType.String or TokenType.VerbatimString
        or TokenType.Integer or TokenType.Float or TokenType.CloseParen or TokenType.CloseBracket
        or TokenType.CloseBrace;

    TokenType Type(int at) => at >= 0 && at < _tokens.Count ? _tokens[at].Type : TokenType.Eof;

    string Text(int at) => Type(at) == TokenType.Eof ? "" : _tokens[at].GetText(source);
}
