using Engagement.Storage;

namespace Engagement.Pumps;

/// <summary>One kind of work that a process may have had in its hands when it ended.</summary>
interface ITrials
{
    /// <summary>What this kind of work is called in logs.</summary>
    string Kind { get; }

    /// <summary>The piece that is to be tried next; null for none.</summary>
    ValueTask<Trial?> Next(CancellationToken cancellation);
}

/// <summary>One piece of work that was in the hands of a process when it ended.</summary>
/// <param name="Do">
/// Takes it, does it as its pump would, and returns when what became of it is written. Never throws for the work.
/// </param>
/// <param name="GiveUp">Does it no more, and says why where people look.</param>
/// <param name="GiveBack">The process is told to end while it is being done.</param>
sealed record Trial(Suspicion Suspicion, Func<Task> Do, Func<Task> GiveUp, Func<Task> GiveBack);
