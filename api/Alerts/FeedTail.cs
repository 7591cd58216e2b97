using System.Collections.Immutable;

namespace Engagement.Alerts;

/// <summary>
/// The newest entries of one workspace's feed, and a way to wait for more. It holds a bounded stretch however many
/// clients there are; whoever is further behind reads the table.
/// </summary>
sealed class FeedTail(string workspace, long startsAfter)
{
    public const int KeptMax = 1024;

    readonly Lock _lock = new();
    readonly Queue<FeedFrame> _frames = new(KeptMax);
    TaskCompletionSource _growth = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Workspace => workspace;

    /// <summary>The last position it knows of.</summary>
    public long Last { get; private set; } = startsAfter;

    /// <summary>Completes when the tail next grows. Take it before looking, or growth in between is missed.</summary>
    public Task Growth
    {
        get
        {
            lock (_lock)
            {
                return _growth.Task;
            }
        }
    }

    /// <summary>Frames after a position; null when it lies before what is kept, and the table must be asked.</summary>
    public ImmutableArray<FeedFrame>? After(long position)
    {
        lock (_lock)
        {
            if (position < Last - _frames.Count)
            {
                return null;
            }

            return position >= Last ? [] : [.. _frames.Skip(_frames.Count - (int)(Last - position))];
        }
    }

    public void Append(ImmutableArray<FeedFrame> frames)
    {
        TaskCompletionSource grown;
        lock (_lock)
        {
            foreach (var frame in frames)
            {
                if (frame.Position != Last + 1)
                {
                    throw new InvalidOperationException(
                        $"The feed of '{workspace}' jumps from {Last} to {frame.Position}; positions are dense.");
                }

                if (_frames.Count == KeptMax)
                {
                    _frames.Dequeue();
                }

                _frames.Enqueue(frame);
                Last = frame.Position;
            }

            grown = _growth;
            _growth = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        grown.SetResult();
    }
}
