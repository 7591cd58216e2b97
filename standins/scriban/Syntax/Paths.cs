using System.Collections;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Scriban.Syntax;

sealed class Variable(string name, bool isLocal) : ScriptNode, IPath
{
    public string Name => name;

    public bool IsLocal => isLocal;

    public override object? Evaluate(TemplateContext context) =>
        context.CallIfFunction(this, context.GetValue(name, isLocal));

    public void SetValue(TemplateContext context, object? value) => context.SetValue(Span, name, isLocal, value);

    public override string ToString() => isLocal ? "$" + name : name;
}

/// <param name="nameSpan">Where the name stands: what is wrong with the target is reported there.</param>
sealed class Member(ScriptNode target, string name, bool nullSafe, SourceSpan nameSpan) : ScriptNode, IPath
{
    public override object? Evaluate(TemplateContext context)
    {
        var owner = context.Evaluate(target);
        if (owner is null)
        {
            return nullSafe || context.EnableRelaxedTargetAccess
                ? null
                : throw new ScriptRuntimeException(nameSpan, $"Cannot get the member {this} for a null object.");
        }

        Members.TryGet(context, owner, name, out var value);
        return context.CallIfFunction(this, value);
    }

    public void SetValue(TemplateContext context, object? value)
    {
        var owner = context.Evaluate(target)
            ?? throw new ScriptRuntimeException(nameSpan, $"Object `{target}` is null. Cannot access member: {this}");
        if (!Members.TrySet(owner, name, value))
        {
            throw new ScriptRuntimeException(nameSpan, $"Cannot set a value for the readonly member: {this}");
        }
    }

    public override string ToString() => $"{target}.{name}";
}

sealed class Indexer(ScriptNode target, ScriptNode index) : ScriptNode, IPath
{
    public override object? Evaluate(TemplateContext context)
    {
        var owner = context.Evaluate(target);
        if (owner is null)
        {
            return context.EnableRelaxedTargetAccess ? null : throw NullTarget();
        }

        var key = Key(context);
        if (owner is string or ScriptRange || (owner is ScriptArray && key is not string))
        {
            var at = context.ToInt(index.Span, key);
            at = at < 0 ? Length(owner) + at : at;
            return at < 0 ? null : context.CallIfFunction(this, Item(owner, at));
        }

        if (Arithmetic.IsNumber(owner) || owner is bool)
        {
            context.ToInt(index.Span, key);
            throw new ScriptRuntimeException(target.Span, $"Cannot index the primitive `{owner}`.");
        }

        Members.TryGet(context, owner, context.ObjectToString(key) ?? "", out var value);
        return context.CallIfFunction(this, value);
    }

    public void SetValue(TemplateContext context, object? value)
    {
        var owner = context.Evaluate(target) ?? throw NullTarget();
        var key = Key(context);
        if (owner is ScriptArray array && key is not string)
        {
            var at = context.ToInt(index.Span, key);
            Put(context, array, at < 0 ? array.Count + at : at, value);
        }
        else if (!Members.TrySet(owner, context.ObjectToString(key) ?? "", value))
        {
            throw new ScriptRuntimeException(index.Span, $"Cannot set a value for the readonly member `{key}`");
        }
    }

    static int Length(object owner) => owner is string text ? text.Length : ((IEnumerable<object?>)owner).Count();

    static object? Item(object owner, int at) => owner switch
    {
        string text => text[at].ToString(),
        _ => ((IEnumerable<object?>)owner).ElementAtOrDefault(at),
    };

    void Put(TemplateContext context, ScriptArray array, int at, object? value)
    {
        if (at < 0)
        {
            return;
        }

        using var scope = context.EnterLoopScope();
        while (array.Count <= at)
        {
            context.StepLoop(index.Span);
            array.Add(null);
        }

        array[at] = value;
    }

    object Key(TemplateContext context) => context.Evaluate(index)
        ?? throw new ScriptRuntimeException(index.Span, $"Cannot access target `{target}` with a null indexer");

    ScriptRuntimeException NullTarget() => new(target.Span, $"Object `{target}` is null. Cannot access indexer");

    public override string ToString() => $"{target}[{index}]";
}

/// <summary><c>value.empty?</c></summary>
sealed class IsEmpty(ScriptNode target) : ScriptNode
{
    public override object? Evaluate(TemplateContext context) => context.Evaluate(target) switch
    {
        null => null,
        IList list => list.Count == 0,
        ScriptObject value => value.Count == 0,
        string text => text.Length == 0,
        IEnumerable items => !items.Cast<object?>().Any(),
        _ => false,
    };
}
