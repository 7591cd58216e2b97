namespace Engagement.Storage;

/// <summary>How busy the commits are; doors refuse when the wait gets too long.</summary>
public interface ICommitLoad
{
    /// <summary>
    /// How long a commit handed in now would wait, by the queue's length and the rate at which it drains.
    /// </summary>
    TimeSpan PredictedWait { get; }
}
