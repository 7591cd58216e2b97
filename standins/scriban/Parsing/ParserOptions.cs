namespace Scriban.Parsing;

public sealed record ParserOptions
{
    public static readonly ParserOptions Default = new();

    /// <summary>How deep expressions and blocks may nest.</summary>
    public int ExpressionDepthLimit { get; init; } = 250;

    /// <summary>Whether <c>1.5</c> is a decimal rather than a double.</summary>
    public bool ParseFloatAsDecimal { get; init; }
}
