using System.Collections;
using Microsoft.Extensions.Logging;

namespace Orleans.Utilities;

/// <summary>Subscribers by their own references.</summary>
public class ObserverManager<TObserver>(TimeSpan expiration, ILogger log)
    : ObserverManager<IAddressable, TObserver>(expiration, log);

/// <summary>
/// Subscribers that must renew: one that was not seen for the expiry, or that fails when it is told something, is
/// dropped. Belongs to one grain and is used in its turns only.
/// </summary>
public partial class ObserverManager<TIdentity, TObserver>(TimeSpan expiration, ILogger log) : IEnumerable<TObserver>
    where TIdentity : notnull
{
    Dictionary<TIdentity, Subscriber> _subscribers = [];

    /// <summary>The clock by which subscriptions run out.</summary>
    public Func<DateTime> GetDateTime { get; set; } = () => TimeProvider.System.GetUtcNow().UtcDateTime;

    public TimeSpan ExpirationDuration { get; set; } = expiration;

    public int Count => _subscribers.Count;

    public IReadOnlyDictionary<TIdentity, TObserver> Observers =>
        _subscribers.ToDictionary(pair => pair.Key, pair => pair.Value.Observer);

    public void Clear() => _subscribers = [];

    /// <summary>Adds a subscriber or renews it.</summary>
    public void Subscribe(TIdentity id, TObserver observer) =>
        _subscribers = new(_subscribers) { [id] = new(observer, GetDateTime()) };

    public void Unsubscribe(TIdentity id) => Drop([id]);

    public void ClearExpired()
    {
        var now = GetDateTime();
        Drop([.. _subscribers.Where(pair => HasExpired(pair.Value, now)).Select(pair => pair.Key)]);
    }

    /// <summary>Tells every subscriber, one after another.</summary>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        var failed = new List<TIdentity>();
        foreach (var (id, observer) in Current(predicate))
        {
            try
            {
                await notification(observer);
            }
            catch (Exception error)
            {
                LogDropped(log, error);
                failed.Add(id);
            }
        }

        Drop(failed);
    }

    /// <summary>Tells every subscriber without waiting for any.</summary>
    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null)
    {
        var failed = new List<TIdentity>();
        foreach (var (id, observer) in Current(predicate))
        {
            try
            {
                notification(observer);
            }
            catch (Exception error)
            {
                LogDropped(log, error);
                failed.Add(id);
            }
        }

        Drop(failed);
    }

    public IEnumerator<TObserver> GetEnumerator() =>
        _subscribers.Values.Select(subscriber => subscriber.Observer).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    [LoggerMessage(EventId = 211, Level = LogLevel.Debug,
        Message = "A subscriber failed when it was told something; it is dropped.")]
    static partial void LogDropped(ILogger log, Exception error);

    (TIdentity Id, TObserver Observer)[] Current(Func<TObserver, bool>? predicate)
    {
        ClearExpired();
        return [.. _subscribers
            .Where(pair => predicate is null || predicate(pair.Value.Observer))
            .Select(pair => (pair.Key, pair.Value.Observer))];
    }

    bool HasExpired(Subscriber subscriber, DateTime now) => subscriber.SeenAt + ExpirationDuration < now;

    // Subscribers are told while others come and go, so a change never touches the dictionary that is being read.
    void Drop(List<TIdentity> ids)
    {
        if (ids.Count > 0)
        {
            _subscribers = new(_subscribers.Where(pair => !ids.Contains(pair.Key)));
        }
    }

    sealed record Subscriber(TObserver Observer, DateTime SeenAt);
}
