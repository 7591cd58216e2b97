using Scriban.Parsing;

namespace Scriban.Syntax;

/// <summary>A template failed while it ran; says where.</summary>
public class ScriptRuntimeException : Exception
{
    public ScriptRuntimeException(SourceSpan span, string message)
        : this(span, message, null)
    {
    }

    public ScriptRuntimeException(SourceSpan span, string message, Exception? innerException)
        : base(message, innerException) => Span = span;

    public SourceSpan Span { get; }

    public string OriginalMessage => base.Message;

    public override string Message => $"{Span} : error : {base.Message}";
}

/// <summary>The rendering was cancelled.</summary>
public sealed class ScriptAbortException(SourceSpan span, CancellationToken cancellationToken)
    : ScriptRuntimeException(span, "The operation was cancelled")
{
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
