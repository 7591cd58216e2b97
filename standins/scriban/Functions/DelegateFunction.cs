using System.Reflection;
using Scriban.Parsing;
using Scriban.Syntax;

namespace Scriban.Functions;

/// <summary>A delegate that templates can call.</summary>
sealed class DelegateFunction
{
    readonly Delegate _function;
    readonly ParameterInfo[] _parameters;
    readonly int _filledIn;
    readonly int _required;
    readonly bool[] _nullable;

    public DelegateFunction(Delegate function)
    {
        _function = function;
        _parameters = function.Method.GetParameters();
        _filledIn = _parameters.TakeWhile(IsFilledIn).Count();
        _required = _parameters.Skip(_filledIn).Count(parameter => !parameter.IsOptional);
        var nullability = new NullabilityInfoContext();
        _nullable = [.. _parameters.Select(parameter =>
            nullability.Create(parameter).WriteState != NullabilityState.NotNull)];
    }

    public object? Invoke(TemplateContext context, ScriptNode caller, List<ScriptNode> arguments)
    {
        var values = Bind(context, caller, arguments);
        for (var i = 0; i < _filledIn; i++)
        {
            values[i] = _parameters[i].ParameterType == typeof(SourceSpan) ? caller.Span : context;
        }

        return Invoke(context, caller, values, arguments);
    }

    /// <summary>Calls a function of one argument, as <c>array.each</c> does.</summary>
    public object? Invoke(TemplateContext context, SourceSpan span, object? argument)
    {
        var values = _parameters.Select(parameter => parameter.DefaultValue).ToArray();
        for (var i = 0; i < _filledIn; i++)
        {
            values[i] = _parameters[i].ParameterType == typeof(SourceSpan) ? span : context;
        }

        if (_parameters.Length == _filledIn || _required > 1)
        {
            throw new ScriptRuntimeException(span, "The function does not take exactly one argument");
        }

        values[_filledIn] = Convert(context, span, argument);
        return Invoke(context, context.CurrentNode, values, []);
    }

    /// <summary>A value as the function's first parameter wants it.</summary>
    public object? Convert(TemplateContext context, SourceSpan span, object? value) =>
        _parameters.Length == _filledIn
            ? value
            : context.ToObject(span, value, _parameters[_filledIn].ParameterType);

    static bool IsFilledIn(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(TemplateContext) || parameter.ParameterType == typeof(SourceSpan);

    object? Invoke(TemplateContext context, ScriptNode? caller, object?[] values, List<ScriptNode> arguments)
    {
        context.EnterRecursive(caller);
        try
        {
            return _function.DynamicInvoke(values);
        }
        catch (TargetInvocationException error) when (error.InnerException is ScriptRuntimeException inner)
        {
            throw new ScriptRuntimeException(inner.Span, inner.OriginalMessage, inner);
        }
        catch (TargetInvocationException error)
        {
            var blamed = IndexOf((error.InnerException as ArgumentException)?.ParamName) - _filledIn;
            var place = blamed >= 0 && blamed < arguments.Count ? arguments[blamed] : caller;
            throw new ScriptRuntimeException(
                place?.Span ?? context.CurrentSpan, error.InnerException?.Message ?? error.Message, error);
        }
        finally
        {
            context.ExitRecursive();
        }
    }

    object?[] Bind(TemplateContext context, ScriptNode caller, List<ScriptNode> arguments)
    {
        var values = _parameters
            .Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue : null)
            .ToArray();
        var isGiven = new bool[_parameters.Length];
        var next = _filledIn;
        foreach (var argument in arguments)
        {
            var at = argument is NamedArgument named ? IndexOf(named.Name) : next;
            at = at < 0 ? next : at;
            if (at >= _parameters.Length)
            {
                throw WrongCount(caller.Span.Start, caller, arguments.Count, _parameters.Length - _filledIn);
            }

            var value = context.ToObject(argument.Span, context.Evaluate(argument), _parameters[at].ParameterType);
            (values[at], isGiven[at]) = (value, true);
            next = at + 1;
        }

        for (var i = _filledIn; i < _parameters.Length; i++)
        {
            if (!isGiven[i] && !_parameters[i].IsOptional)
            {
                var end = caller.Span.End;
                var behind = end with { Offset = end.Offset + 1, Column = end.Column + 1 };
                throw WrongCount(behind, caller, isGiven.Count(given => given), _required);
            }
        }

        if (_parameters.Skip(_filledIn).FirstOrDefault(parameter =>
            values[parameter.Position] is null && !_nullable[parameter.Position]) is { } missing)
        {
            throw new ScriptRuntimeException(caller.Span, $"Argument `{missing.Name}` cannot be null.");
        }

        return values;
    }

    int IndexOf(string? name) => Array.FindIndex(_parameters, parameter => parameter.Name == name);

    static ScriptRuntimeException WrongCount(TextPosition at, ScriptNode caller, int given, int wanted) => new(
        new SourceSpan(caller.Span.FileName, at, at),
        $"Invalid number of arguments `{given}` passed to `{caller}` while expecting `{wanted}` arguments");
}
