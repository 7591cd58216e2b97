using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>
/// The runtime of one host: makes references, knows the grain classes, starts and stops with the host.
/// </summary>
sealed partial class Silo : IClusterClient, IHostedService, IAsyncDisposable
{
    readonly ILogger<Silo> _log;
    readonly GrainCollectionOptions _collection;
    readonly Lazy<FrozenDictionary<Type, GrainClass>> _classes;
    ITimer? _collector;
    volatile Stage _stage;

    public Silo(
        IServiceProvider services, TimeProvider clock, IOptions<GrainCollectionOptions> collection, ILogger<Silo> log)
    {
        (ServiceProvider, Clock, _collection, _log) = (services, clock, collection.Value, log);
        _classes = new(() => GrainClasses.ByInterface(this));
    }

    enum Stage
    {
        New,
        Running,
        Stopping,
        Stopped,
    }

    public IServiceProvider ServiceProvider { get; }

    public TimeProvider Clock { get; }

    public bool Stopping => _stage >= Stage.Stopping;

    /// <summary>Why no call is taken from here now; null when calls are taken.</summary>
    public SiloUnavailableException? Refusal => _stage switch
    {
        Stage.Running => null,
        Stage.New => Unavailable("has not been started: start the host before the first call"),

        // What grains ask each other while they end still counts as part of the turns that are let finish.
        Stage.Stopping when Activation.Current is not null => null,
        Stage.Stopping => Unavailable("is stopping"),
        Stage.Stopped => Unavailable("has stopped"),
        _ => throw new NotSupportedException($"No rule for a silo that is {_stage}."),
    };

    public static SiloUnavailableException Unavailable(string because) => new($"This silo {because}.");

    public long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Clock.TimestampFrequency);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        if (grainClassNamePrefix is not null)
        {
            throw new NotSupportedException("This runtime knows one grain class an interface, so it takes no prefix.");
        }

        return _classes.Value.TryGetValue(typeof(TGrainInterface), out var grainClass)
            ? GrainInterface<TGrainInterface>.Refer(grainClass, primaryKey)
            : throw new ArgumentException($"Not exactly one grain class implements {typeof(TGrainInterface)}.");
    }

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver =>
        obj is GrainReference or Grain
            ? throw new ArgumentException("Only plain objects can be observers.", nameof(obj))
            : GrainInterface<TGrainObserverInterface>.Refer(new Observer(obj), Observer.NextKey());

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not GrainReference { Target: Observer observer })
        {
            throw new ArgumentException("Pass the reference that CreateObjectReference returned.", nameof(obj));
        }

        observer.Close();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = _classes.Value;
        _collector = Clock.CreateTimer(
            static state => ((Silo)state!).CollectIdle(),
            this,
            _collection.CollectionQuantum,
            _collection.CollectionQuantum);
        _stage = Stage.Running;
        return Task.CompletedTask;
    }

    /// <summary>Takes no more calls from outside, lets those it took finish, and ends every activation.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stage = Stage.Stopping;
        if (_collector is not null)
        {
            await _collector.DisposeAsync();
        }

        var ends = _classes.Value.Values.Distinct().SelectMany(known => known.Activations)
            .Select(activation => activation.Drain(cancellationToken)).ToArray();
        try
        {
            await Task.WhenAll(ends).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogStoppedEarly(ends.Count(end => !end.IsCompleted));
        }

        _stage = Stage.Stopped;
    }

    public async ValueTask DisposeAsync()
    {
        _stage = Stage.Stopped;
        if (_collector is not null)
        {
            await _collector.DisposeAsync();
        }
    }

    void CollectIdle()
    {
        var now = Clock.GetTimestamp();
        var usedBefore = now - Ticks(_collection.CollectionAge);
        foreach (var activation in _classes.Value.Values.Distinct().SelectMany(known => known.Activations))
        {
            activation.CollectIfIdle(usedBefore, now);
        }
    }
}
