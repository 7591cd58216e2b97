namespace Orleans.Runtime;

/// <summary>
/// What callers hold. The class that implements the caller's interface on top of it is made at run time by
/// <see cref="GrainInterface{T}"/>; each of its methods packs its arguments and uses the one below that fits its
/// result.
/// </summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    readonly string _key;

    internal GrainReference(ICallTarget target, string key) => (Target, _key) = (target, key);

    public GrainId GrainId => Target.IdOf(_key);

    internal ICallTarget Target { get; }

    public bool Equals(GrainReference? other) => other is not null && Target == other.Target && _key == other._key;

    public sealed override bool Equals(object? obj) => Equals(obj as GrainReference);

    public sealed override int GetHashCode() => string.GetHashCode(_key, StringComparison.Ordinal);

    public sealed override string ToString() => GrainId.ToString();

    internal T As<T>() => GrainInterface<T>.Refer(Target, _key);

    internal void Send<TArguments>(CallMethod<TArguments, Nothing> method, TArguments arguments) =>
        Start(method, arguments);

    internal Task CallTask<TArguments>(CallMethod<TArguments, Nothing> method, TArguments arguments) =>
        CallValueTask(method, arguments).AsTask();

    internal Task<TResult> CallTaskOf<TArguments, TResult>(
        CallMethod<TArguments, TResult> method, TArguments arguments) =>
        CallValueTaskOf(method, arguments).AsTask();

    internal ValueTask CallValueTask<TArguments>(CallMethod<TArguments, Nothing> method, TArguments arguments)
    {
        var call = Start(method, arguments);
        return method.OneWay ? default : new(call, call.Version);
    }

    internal ValueTask<TResult> CallValueTaskOf<TArguments, TResult>(
        CallMethod<TArguments, TResult> method, TArguments arguments)
    {
        var call = Start(method, arguments);
        return new(call, call.Version);
    }

    Call<TArguments, TResult> Start<TArguments, TResult>(
        CallMethod<TArguments, TResult> method, TArguments arguments)
    {
        var call = new Call<TArguments, TResult>(method);
        try
        {
            call.Arguments = method.CopyArguments(arguments);
        }
        catch (Exception error)
        {
            call.Refuse(error);
            return call;
        }

        Target.Send(_key, call);
        return call;
    }
}

/// <summary>The result of a method that has none.</summary>
readonly struct Nothing;
