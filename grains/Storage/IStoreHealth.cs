namespace Engagement.Storage;

/// <summary>Whether the database answers and takes writes.</summary>
public interface IStoreHealth
{
    /// <summary>Null when all is well; else what is wrong, in a sentence for the operator.</summary>
    ValueTask<string?> Problem(CancellationToken cancellation);
}
