namespace Engagement.Storage;

/// <summary>Clears away effects that were done long ago. Until then they show what was sent.</summary>
public interface IOutboxPurge
{
    /// <summary>Deletes some rows that were done before; a small slice, so that commits do not wait for it.</summary>
    /// <returns>How many went; fewer than <paramref name="max"/> when none is left.</returns>
    ValueTask<int> Purge(DateTimeOffset doneBefore, int max, CancellationToken cancellation);
}
