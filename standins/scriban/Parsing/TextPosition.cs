namespace Scriban.Parsing;

/// <summary>A place in a template. Line and column count from zero.</summary>
public readonly record struct TextPosition(int Offset, int Line, int Column)
{
    public static readonly TextPosition Eof = new(-1, -1, -1);
}
