using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;

namespace Orleans;

/// <summary>What grain classes derive from.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    readonly Activation? _activation;

    protected Grain() => _activation = Activation.Current;

    /// <summary>The activation that this instance lives in.</summary>
    public IGrainContext GrainContext => Activation;

    protected internal IServiceProvider ServiceProvider => Activation.ActivationServices;

    protected IGrainFactory GrainFactory => Activation.Silo;

    internal Activation Activation => _activation ?? throw new InvalidOperationException(
        $"This {GetType().Name} was not made by the runtime and has no identity: call a reference of IGrainFactory.");

    /// <summary>
    /// Runs before the first call; when it throws, the calls that wait fail and the next one tries again.
    /// </summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last call. It does not run when the process dies.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Ends this activation when the running calls are done; calls that wait go to the next one.</summary>
    protected void DeactivateOnIdle() =>
        Activation.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "DeactivateOnIdle was called."));

    /// <summary>
    /// Keeps this activation from being collected as idle for that long; a negative span takes it back.
    /// </summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.DelayCollection(timeSpan);
}

public static class GrainExtensions
{
    [SuppressMessage("Design", "CA1062", Justification = "A null grain fails with the same message either way.")]
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        Grain { Activation: var activation } => activation.GrainId,
        _ => throw new ArgumentException("Only grains and references to grains have an identity.", nameof(grain)),
    };

    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <summary>A reference to the grain, to hand to others in place of <c>this</c>.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => grain switch
    {
        TGrainInterface same and GrainReference => same,
        GrainReference reference => reference.As<TGrainInterface>(),
        Grain { Activation: var activation } => activation.Refer<TGrainInterface>(),
        _ => throw new ArgumentException("Only grains can be referred to.", nameof(grain)),
    };
}
