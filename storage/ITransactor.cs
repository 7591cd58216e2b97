namespace Engagement.Storage;

/// <summary>Where a dialect begins: puts a batch into one transaction.</summary>
interface ITransactor
{
    /// <summary>
    /// Returns when the whole batch is durable; those that were refused in it know why. Throws when nothing of it is
    /// there.
    /// </summary>
    ValueTask Write(IReadOnlyList<PendingWrite> batch);

    /// <summary>The database is away, full or overwhelmed, so that trying parts of the batch would not help.</summary>
    bool IsOutage(Exception error);

    /// <summary>Another process holds what somebody in the batch needs, and has not let go of it in time.</summary>
    bool IsHeld(Exception error);

    /// <summary>What was to be written cannot be stored: it would fail the next time, too.</summary>
    bool IsUnkeepable(Exception error) => error is ArgumentException;
}
