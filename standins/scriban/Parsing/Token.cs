namespace Scriban.Parsing;

/// <param name="Start">The first character.</param>
/// <param name="End">The last character, which belongs to the token.</param>
public readonly record struct Token(TokenType Type, TextPosition Start, TextPosition End)
{
    public static readonly Token Eof = new(TokenType.Eof, TextPosition.Eof, TextPosition.Eof);

    public string GetText(string text) =>
        Type == TokenType.Eof ? "<eof>" : text.Substring(Start.Offset, End.Offset - Start.Offset + 1);
}
