namespace Scriban.Parsing;

/// <summary>The signs of the language, longest first where one begins another.</summary>
static class Operators
{
    static readonly (string Text, TokenType Type)[] ByLength =
    [
        ("..<", TokenType.DoubleDotLess), ("...", TokenType.TripleDot), ("//=", TokenType.DoubleDivideEqual),
        ("??", TokenType.DoubleQuestion), ("?.", TokenType.QuestionDot), ("?!", TokenType.QuestionExclamation),
        ("||", TokenType.DoubleVerticalBar), ("|>", TokenType.PipeGreater), ("&&", TokenType.DoubleAmp),
        ("==", TokenType.DoubleEqual), ("!=", TokenType.ExclamationEqual), ("<=", TokenType.LessEqual),
        (">=", TokenType.GreaterEqual), ("<<", TokenType.DoubleLessThan), (">>", TokenType.DoubleGreaterThan),
        ("//", TokenType.DoubleDivide), ("/=", TokenType.DivideEqual), ("*=", TokenType.AsteriskEqual),
        ("+=", TokenType.PlusEqual), ("-=", TokenType.MinusEqual), ("%=", TokenType.PercentEqual),
        ("++", TokenType.DoublePlus), ("--", TokenType.DoubleMinus), ("..", TokenType.DoubleDot),
        ("^^", TokenType.DoubleCaret), (";", TokenType.SemiColon), (":", TokenType.Colon), ("@", TokenType.Arroba),
        ("^", TokenType.Caret), ("*", TokenType.Asterisk), ("/", TokenType.Divide), ("+", TokenType.Plus),
        ("-", TokenType.Minus), ("%", TokenType.Percent), (",", TokenType.Comma), ("&", TokenType.Amp),
        ("?", TokenType.Question), ("|", TokenType.VerticalBar), (".", TokenType.Dot), ("!", TokenType.Exclamation),
        ("=", TokenType.Equal), ("<", TokenType.Less), (">", TokenType.Greater), ("(", TokenType.OpenParen),
        (")", TokenType.CloseParen), ("[", TokenType.OpenBracket), ("]", TokenType.CloseBracket),
        ("{", TokenType.OpenBrace), ("}", TokenType.CloseBrace),
    ];

    /// <summary>The sign that begins at <paramref name="at"/>; of length zero where none does.</summary>
    public static (int Length, TokenType Type) At(string text, int at)
    {
        foreach (var (sign, type) in ByLength)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0)
            {
                return (sign.Length, type);
            }
        }

        return (0, TokenType.Invalid);
    }
}
