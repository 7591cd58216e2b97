using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>
/// A function as templates call it: what it takes and what it gives is counted and judged, also where another function
/// calls it and the engine does not ask.
/// </summary>
sealed class GuardedFunction(string group, IScriptCustomFunction function) : IScriptCustomFunction
{
    public int RequiredParameterCount => function.RequiredParameterCount;

    public int ParameterCount => function.ParameterCount;

    public ScriptVarParamKind VarParamKind => function.VarParamKind;

    public Type ReturnType => function.ReturnType;

    public ScriptParameterInfo GetParameterInfo(int index) => function.GetParameterInfo(index);

    public object? Invoke(
        TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement)
    {
        var rendering = (RenderingContext)context;
        var span = callerContext?.Span ?? context.CurrentSpan;
        for (var at = 0; at < arguments.Count; at++)
        {
            arguments[at] = rendering.Hold(span, Taken(arguments[at], at));
            rendering.CountTaken(span, arguments[at]);
            if (group is "math" or "date" && HeldValues.IsHolder(arguments[at]))
            {
                throw new TemplateLimitException(
                    span, TemplateFault.Kind, "Lists and objects cannot be calculated with.");
            }
        }

        return rendering.Hold(span, function.Invoke(context, callerContext, arguments, blockStatement));
    }

    public ValueTask<object?> InvokeAsync(
        TemplateContext context,
        ScriptNode? callerContext,
        ScriptArray arguments,
        ScriptBlockStatement? blockStatement) => new(Invoke(context, callerContext, arguments, blockStatement));

    /// <summary>A text is a list of whole letters to those who ask for a list.</summary>
    object? Taken(object? argument, int at) =>
        group == "array" && at == 0 && argument is string text ? WholeLetters.List(text) : argument;
}
