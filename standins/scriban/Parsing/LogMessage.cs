namespace Scriban.Parsing;

/// <summary>What the parser has to say about a template.</summary>
public sealed class LogMessage(ParserMessageType type, SourceSpan span, string message)
{
    public ParserMessageType Type { get; } = type;

    public SourceSpan Span { get; } = span;

    public string Message { get; } = message;

    public override string ToString() =>
        $"{Span} : {(Type == ParserMessageType.Error ? "error" : "warning")} : {Message}";
}

public enum ParserMessageType
{
    Error = 0,
    Warning = 1,
}
