using System.Linq.Expressions;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Copying;

namespace Orleans.Runtime;

/// <summary>One method of a grain interface, compiled: how to call it, and what must be copied on the way.</summary>
/// <typeparam name="TArguments">A value tuple of the parameters.</typeparam>
/// <typeparam name="TResult">What the method answers, without its task.</typeparam>
sealed class CallMethod<TArguments, TResult>
{
    readonly Func<object, TArguments, ValueTask<TResult>> _invoke;
    readonly Func<TArguments, TArguments>? _copyArguments;
    readonly Func<TResult, TResult>? _copyResult;

    public CallMethod(MethodInfo method)
    {
        Kind = method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? TurnKind.Interleaving
            : method.IsDefined(typeof(ReadOnlyAttribute)) ? TurnKind.ReadOnly
            : TurnKind.Ordinary;
        OneWay = method.IsDefined(typeof(OneWayAttribute));
        _invoke = CompileInvoke(method);
        _copyArguments = CompileCopy(method.GetParameters());
        _copyResult = method.ReturnParameter.IsDefined(typeof(ImmutableAttribute)) ? null : Copier<TResult>.Copy;
    }

    public TurnKind Kind { get; }

    public bool OneWay { get; }

    public bool CopiesResult => _copyResult is not null;

    public ValueTask<TResult> Invoke(object target, TArguments arguments) => _invoke(target, arguments);

    public TArguments CopyArguments(TArguments arguments) =>
        _copyArguments is { } copy ? copy(arguments) : arguments;

    public TResult CopyResult(TResult result) => _copyResult is { } copy ? copy(result) : result;

    static Func<object, TArguments, ValueTask<TResult>> CompileInvoke(MethodInfo method)
    {
        var target = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(TArguments));
        var items = method.GetParameters().Select((_, index) => Item(arguments, index));
        var call = Expression.Call(Expression.Convert(target, method.DeclaringType!), method, items);
        var invoke = Expression.Lambda<Func<object, TArguments, ValueTask<TResult>>>(Answer(call), target, arguments);
        return invoke.Compile();
    }

    static Expression Answer(MethodCallExpression call) =>
        call.Type == typeof(ValueTask<TResult>) ? call
        : call.Type == typeof(Task<TResult>)
            ? Expression.New(typeof(ValueTask<TResult>).GetConstructor([call.Type])!, call)
        : call.Type == typeof(void) ? Expression.Block(call, Expression.Default(typeof(ValueTask<TResult>)))
        : Expression.Call(typeof(CallMethod).GetMethod(nameof(CallMethod.ToNothing), [call.Type])!, call);

    static Func<TArguments, TArguments>? CompileCopy(ParameterInfo[] parameters)
    {
        var arguments = Expression.Parameter(typeof(TArguments));
        var copied = false;
        var items = new List<Expression>();
        foreach (var parameter in parameters)
        {
            Expression item = Item(arguments, parameter.Position);
            var copier = parameter.IsDefined(typeof(ImmutableAttribute)) ? null : Copiers.For(parameter.ParameterType);
            items.Add(copier is null ? item : Expression.Invoke(Expression.Constant(copier), item));
            copied |= copier is not null;
        }

        return copied
            ? Expression.Lambda<Func<TArguments, TArguments>>(
                Expression.New(typeof(TArguments).GetConstructors()[0], items), arguments).Compile()
            : null;
    }

    static MemberExpression Item(Expression arguments, int index) => Expression.Field(arguments, $"Item{index + 1}");
}

/// <summary>Adapts results that say no more than that it is done.</summary>
static class CallMethod
{
    public static ValueTask<Nothing> ToNothing(Task task) => ToNothing(new ValueTask(task));

    public static ValueTask<Nothing> ToNothing(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return Wait(task);
        }

        task.GetAwaiter().GetResult();
        return default;
    }

    static async ValueTask<Nothing> Wait(ValueTask task)
    {
        await task;
        return default;
    }
}
