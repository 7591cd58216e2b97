namespace Orleans.Runtime;

/// <summary>An activation as its grain sees it.</summary>
public interface IGrainContext
{
    GrainId GrainId { get; }

    object? GrainInstance { get; }

    IServiceProvider ActivationServices { get; }

    /// <summary>Done when the activation has ended.</summary>
    Task Deactivated { get; }

    /// <summary>Ends the activation when its running calls are done.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
