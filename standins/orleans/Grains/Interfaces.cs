using Orleans.Runtime;

namespace Orleans;

/// <summary>Anything that can be called through a reference.</summary>
public interface IAddressable;

public interface IGrain : IAddressable;

/// <summary>A grain whose identity is a string.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>An object outside any grain that grains may call.</summary>
public interface IGrainObserver : IAddressable;

/// <summary>What every grain class is, however it is derived.</summary>
public interface IGrainBase
{
    IGrainContext GrainContext { get; }

    Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Makes references. Making one neither calls nor activates anything.</summary>
public interface IGrainFactory
{
    /// <param name="grainClassNamePrefix">Not supported by this runtime: one class an interface.</param>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>
    /// A reference through which grains can call an object. The reference does not keep the object alive: whoever
    /// wants the calls holds it.
    /// </summary>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <param name="obj">The reference, not the object behind it.</param>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}

/// <summary>The way in from code that is not a grain.</summary>
public interface IClusterClient : IGrainFactory
{
    IServiceProvider ServiceProvider { get; }
}
