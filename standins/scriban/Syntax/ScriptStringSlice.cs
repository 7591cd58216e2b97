namespace Scriban.Syntax;

/// <summary>A part of a template's text.</summary>
public readonly record struct ScriptStringSlice(string FullText, int Index, int Length)
{
    public override string ToString() => FullText.Substring(Index, Length);
}
