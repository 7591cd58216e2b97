using Scriban.Parsing;

namespace Engagement.Templates;

/// <summary>
/// Looks at the words of a template for what the language does not offer here. The engine itself may know more: what
/// we do not document, nobody gets used to.
/// </summary>
sealed class TemplateWords(string source)
{
    static readonly HashSet<string> RefusedStatements = new(StringComparer.Ordinal)
    {
        "while", "func", "ret", "with", "wrap", "import", "readonly", "tablerow",
    };

    readonly List<Token> _tokens =
        [.. new Lexer(source).Where(token => token.Type is not (TokenType.Comment or TokenType.CommentMulti))];

    /// <summary>Whether a word is used as a variable, not as a member of another.</summary>
    public bool Mentions(string name) => Enumerable.Range(0, _tokens.Count).Any(at => IsName(at) && Text(at) == name);

    public IEnumerable<TemplateMistake> Refused()
    {
        for (var at = 0; at < _tokens.Count; at++)
        {
            if (Why(at) is { } reason)
            {
                yield return TemplateMistake.At(source, _tokens[at].Start, reason);
            }
        }

        var enter = _tokens.FindLastIndex(token => token.Type == TokenType.CodeEnter);
        if (enter >= 0 && _tokens.FindIndex(enter, token => token.Type == TokenType.CodeExit) < 0)
        {
            yield return TemplateMistake.At(source, _tokens[enter].Start, "These braces are not closed.");
        }
    }

    string? Why(int at) => _tokens[at].Type switch
    {
        TokenType.InterpolatedString or TokenType.BeginInterpolatedString =>
            "Texts with a value inside are not offered; join the pieces with +.",
        TokenType.HexaInteger or TokenType.BinaryInteger => "Numbers are written with decimal digits only.",
        TokenType.DoublePlus or TokenType.DoubleMinus => "There is no ++ and no --; write x = x + 1.",
        TokenType.Caret or TokenType.DoubleCaret or TokenType.Amp or TokenType.QuestionExclamation
            or TokenType.DoubleLessThan or TokenType.DoubleGreaterThan or TokenType.TripleDot =>
            $"The sign {Text(at)} is not offered.",
        TokenType.IdentifierSpecial when !char.IsLetter(Text(at).ElementAtOrDefault(1)) =>
            $"The variable {Text(at)} is not offered.",
        TokenType.Identifier => WhyNot(at, Text(at)),
        _ => null,
    };

    string? WhyNot(int at, string name)
    {
        if (name is "this" or "do" || (RefusedStatements.Contains(name) && BeginsStatement(at)))
        {
            return $"There is no '{name}' in the language.";
        }

        if (!IsName(at))
        {
            return name is "null" or "true" or "false" ? $"'{name}' cannot be the name of a member." : null;
        }

        if (!TemplateFunctions.Groups.TryGetValue(name, out var functions) || Type(at + 1) != TokenType.Dot)
        {
            return null;
        }

        var function = Text(at + 2);
        return functions.Contains(function) ? null
            : $"There is no function {name}.{function}."
                + (NearName.Of(function, functions) is { } near ? $" Did you mean {name}.{near}?" : "");
    }

    bool IsName(int at) => Type(at) == TokenType.Identifier
        && Type(at - 1) is not (TokenType.Dot or TokenType.QuestionDot) && !NamesMember(at);

    /// <summary><c>{name: 1}</c> names a member; it is no variable.</summary>
    bool NamesMember(int at) =>
        Type(at + 1) == TokenType.Colon && Type(at - 1) is (TokenType.OpenBrace or TokenType.Comma);

    bool BeginsStatement(int at) => Type(at + 1) is not (TokenType.Colon or TokenType.Dot)
        && Type(at - 1) is (TokenType.CodeEnter or TokenType.NewLine or TokenType.SemiColon);

    TokenType Type(int at) => at >= 0 && at < _tokens.Count ? _tokens[at].Type : TokenType.Eof;

    string Text(int at) => Type(at) == TokenType.Eof ? "" : _tokens[at].GetText(source);
}
