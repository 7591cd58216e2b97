using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Engagement.Tests.Pumps;

/// <summary>The end of one process: nothing that it asks for afterwards is done or answered.</summary>
sealed class Death
{
    readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Came => _died.Task.IsCompleted;

    public void Come() => _died.TrySetResult();

    /// <summary>Goes on in a process that lives, and never in one that is dead.</summary>
    public Task Alive() => Came ? new TaskCompletionSource().Task : Task.CompletedTask;
}

/// <summary>A seam of storage as a process sees it that may end at any moment.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy that is made at run time derives from it.")]
public class Mortal<T> : DispatchProxy
    where T : class
{
    T _seam = null!;
    Death _death = null!;

    internal static T Of(T seam, Death death)
    {
        var proxy = Create<T, Mortal<T>>();
        ((Mortal<T>)(object)proxy)._seam = seam;
        ((Mortal<T>)(object)proxy)._death = death;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _death.Came ? Never(targetMethod!.ReturnType) : targetMethod!.Invoke(_seam, args);

    static object Never(Type promise)
    {
        if (promise == typeof(ValueTask))
        {
            return new ValueTask(new TaskCompletionSource().Task);
        }

        var source = typeof(TaskCompletionSource<>).MakeGenericType(promise.GetGenericArguments());
        var task = source.GetProperty("Task")!.GetValue(Activator.CreateInstance(source));
        return Activator.CreateInstance(promise, task)!;
    }
}
