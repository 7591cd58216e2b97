using Scriban.Functions;

namespace Scriban.Syntax;

/// <summary>A function called with arguments, the piped one first.</summary>
sealed class Call(ScriptNode target, List<ScriptNode> arguments) : ScriptNode
{
    public List<ScriptNode> Arguments => arguments;

    public bool IsPiped { get; set; }

    public override object? Evaluate(TemplateContext context)
    {
        var function = context.Evaluate(target, true)
            ?? throw new ScriptRuntimeException(target.Span, $"The function `{target}` was not found");
        if (function is not DelegateFunction callee)
        {
            throw new ScriptRuntimeException(Span, IsPiped
                ? $"Pipe expression destination `{target}` is not a valid function"
                : $"Invalid target function `{target}`");
        }

        return callee.Invoke(context, this, arguments);
    }

    public override string ToString() => $"{target}";
}
