using System.Globalization;

namespace Orleans.Runtime;

/// <summary>An object outside any grain that is called through a reference, one call after another.</summary>
sealed class Observer(IGrainObserver observed) : Mailbox, ICallTarget
{
    static readonly GrainType Name = GrainType.Create("observer");
    static long _count;

    // A caller that forgets its object must not have it kept alive by subscriptions.
    readonly WeakReference<IGrainObserver> _observed = new(observed);
    volatile bool _closed;

    public override object Target => !_closed && _observed.TryGetTarget(out var target)
        ? target
        : throw new ClientNotAvailableException(new(Name, default));

    public static string NextKey() => Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);

    public GrainId IdOf(string key) => new(Name, IdSpan.Create(key));

    public void Send(string key, Turn turn) => Post(turn);

    public void Close() => _closed = true;
}
