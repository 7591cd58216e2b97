using Scriban.Parsing;

namespace Scriban.Syntax;

/// <summary>Where an operation and its two values stand: what is wrong is reported at the value to blame.</summary>
readonly record struct Places(SourceSpan Sign, SourceSpan Left, SourceSpan Right)
{
    public static Places At(SourceSpan span) => new(span, span, span);
}
