using Scriban.Parsing;

namespace Scriban.Syntax;

/// <summary>A piece of a parsed template.</summary>
public abstract class ScriptNode
{
    private protected ScriptNode()
    {
    }

    public SourceSpan Span { get; internal set; }

    public abstract object? Evaluate(TemplateContext context);
}

/// <summary>An expression that can stand on the left of an assignment.</summary>
interface IPath
{
    void SetValue(TemplateContext context, object? value);
}
