using System.Collections;
using System.Collections.Immutable;

namespace Scriban.Syntax;

sealed class ForStatement(
    ScriptNode variable,
    ScriptNode iterator,
    ImmutableArray<NamedArgument> options,
    ScriptNode body,
    ScriptNode? otherwise) : ScriptNode
{
    public override object? Evaluate(TemplateContext context)
    {
        context.EnterLoop();
        try
        {
            return Run(context);
        }
        finally
        {
            context.ExitLoop();
            context.Flow = Flow.Onward;
        }
    }

    object? Run(TemplateContext context)
    {
        var source = context.Evaluate(iterator);
        if (source is null)
        {
            return null;
        }

        var items = Selected(context, source as IEnumerable
            ?? throw new ScriptRuntimeException(iterator.Span, $"Unexpected type `{source.GetType()}` for iterator"));
        using var walk = items.GetEnumerator();
        var loop = new LoopState(items, walk);
        context.SetLoopVariable("for", loop);
        if (!walk.MoveNext())
        {
            return otherwise is null ? null : context.Evaluate(otherwise);
        }

        do
        {
            context.StepLoop(Span);
            loop.Begin();
            Assign(context, loop.Value);
            context.Evaluate(body);
        }
        while (!loop.IsLast && Goes(context));

        return null;
    }

    void Assign(TemplateContext context, object? value)
    {
        if (variable is Variable simple)
        {
            context.SetLoopVariable(simple.ToString(), value);
        }
        else
        {
            ((IPath)variable).SetValue(context, value);
        }
    }

    static bool Goes(TemplateContext context)
    {
        var goes = context.Flow != Flow.Break;
        context.Flow = Flow.Onward;
        return goes;
    }

    /// <summary>First the offset is skipped, then the order reversed, then the limit applied.</summary>
    IEnumerable<object?> Selected(TemplateContext context, IEnumerable source)
    {
        var (offset, limit, reversed) = (0, -1, false);
        foreach (var option in options)
        {
            switch (option.Name)
            {
                case "offset":
                    offset = Number(context, option);
                    break;
                case "limit":
                    limit = Number(context, option);
                    break;
                case "reversed":
                    reversed = true;
                    break;
                default:
                    throw new ScriptRuntimeException(option.Span, $"Unsupported argument `{option.Name}`");
            }
        }

        var items = source.Cast<object?>();
        items = offset > 0 ? items.Skip(offset) : items;
        items = reversed ? items.Reverse() : items;
        return limit > 0 ? items.Take(limit) : items;
    }

    static int Number(TemplateContext context, NamedArgument option)
    {
        var value = option.Value
            ?? throw new ScriptRuntimeException(option.Span, $"Invalid `{option.Name}` argument. Value is required.");
        return context.ToInt(value.Span, context.Evaluate(value));
    }
}

/// <summary>What <c>for.index</c> and its like look at.</summary>
sealed class LoopState(IEnumerable<object?> items, IEnumerator<object?> walk)
{
    public static readonly ImmutableArray<string> Members =
        ["index", "first", "even", "odd", "last", "length", "rindex", "changed"];

    int _index = -1;
    bool _lookedAhead;
    bool _isLast;
    bool _changed;

    public object? Value { get; private set; }

    public bool IsLast
    {
        get
        {
            if (!_lookedAhead)
            {
                (_isLast, _lookedAhead) = (!walk.MoveNext(), true);
            }

            return _isLast;
        }
    }

    public void Begin()
    {
        var value = walk.Current;
        _changed = _index < 0 || !Equals(Value, value);
        Value = value;
        _lookedAhead = false;
        _index++;
    }

    public bool TryGet(string member, out object? value)
    {
        value = member switch
        {
            "index" => _index,
            "first" => _index == 0,
            "even" => (_index & 1) == 0,
            "odd" => (_index & 1) == 1,
            "last" => IsLast,
            "length" => items.Count(),
            "rindex" => items.Count() - _index - 1,
            "changed" => _changed,
            _ => null,
        };
        return value is not null;
    }
}
