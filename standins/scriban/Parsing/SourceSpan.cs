namespace Scriban.Parsing;

/// <summary>The first and the last character of something in a template.</summary>
public readonly record struct SourceSpan(string FileName, TextPosition Start, TextPosition End)
{
    public override string ToString() => $"{FileName}({Start.Line + 1},{Start.Column + 1})";
}
