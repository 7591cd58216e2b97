using System.Security.Cryptography;
using Engagement.Problems;
using Engagement.Storage;
using Microsoft.Extensions.Options;

namespace Engagement.Events;

/// <summary>
/// Decides before a body is read whether it is wise to take it: by how long its commit would wait, which says more than
/// the length of any queue.
/// </summary>
sealed class Admission(ICommitLoad load, IOptions<IntakeOptions> options)
{
    /// <summary>Bytes of JSON bodies that all requests together may hold; lines are not held.</summary>
    public const long HeldBytesMax = 256 * 1024 * 1024;

    /// <summary>
    /// Events that may be under way in this process. A process whose commits are made elsewhere knows no wait; that so
    /// many are under way says that they wait for seconds. It also bounds what they hold.
    /// </summary>
    public const int EventsUnderWayMax = 50_000;

    readonly FairShare _shares = new(options.Value.EventsUnderWayMax);
    long _held;

    /// <returns>Why a request of this workspace is not taken now, or null.</returns>
    public Problem? Refusal(string workspace)
    {
        var wait = load.PredictedWait;
        if (wait > options.Value.WaitMax)
        {
            return ProblemKind.Overloaded.Because("Commits are waiting for longer than is good. Nothing was taken.")
                with
            { RetryAfter = wait + Jitter() };
        }

        if (_shares.Total >= EventsUnderWayMax)
        {
            return ProblemKind.Overloaded.Because("Too many events are under way already. Nothing was taken.")
                with
            { RetryAfter = RetryAfter };
        }

        return _shares.IsFull(workspace) ? TooMany() : null;
    }

    /// <summary>Begins to count events that are under way, until what comes back is disposed.</summary>
    /// <exception cref="RefusedException">The workspace has too many of them.</exception>
    public IDisposable Share(string workspace, int events) =>
        _shares.Take(workspace, events) ?? throw new RefusedException(TooMany());

    /// <summary>When to send again what could not be taken.</summary>
    public TimeSpan RetryAfter => load.PredictedWait + Jitter();

    /// <summary>Begins to count what a request holds, until it is disposed.</summary>
    public Held Hold() => new(this);

    Problem TooMany() => ProblemKind.TooManyRequests.Because(
        $"The workspace has {options.Value.EventsUnderWayMax} events under way, as many as one may. Nothing was taken.")
        with
    { RetryAfter = RetryAfter };

    // Clients that were turned away together must not come back together.
    static TimeSpan Jitter() => TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32(1, 4));

    /// <summary>What one request holds in memory.</summary>
    public sealed class Held(Admission admission) : IDisposable
    {
        long _bytes;

        /// <exception cref="RefusedException">All requests together hold too much.</exception>
        public void Add(long bytes)
        {
            _bytes += bytes;
            if (Interlocked.Add(ref admission._held, bytes) > HeldBytesMax)
            {
                throw new RefusedException(
                    ProblemKind.Overloaded.Because("Too many large bodies at once. Nothing was taken.") with
                    {
                        RetryAfter = Jitter(),
                    });
            }
        }

        public void Dispose()
        {
            Interlocked.Add(ref admission._held, -_bytes);
            _bytes = 0;
        }
    }
}

/// <summary>Settings of the intake.</summary>
sealed class IntakeOptions
{
    /// <summary>
    /// How long a commit may be expected to wait before requests are turned away. Longer takes more of a burst, and
    /// lets everyone's answers come later. Default: two seconds.
    /// </summary>
    public TimeSpan WaitMax { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Events of one workspace that may be under way in this process at once; a stream of lines counts as a chunk of
    /// them. It should commit in less than <see cref="WaitMax"/>, or one workspace alone can have all others turned
    /// away. Default: ten thousand, as many as an array may have.
    /// </summary>
    public int EventsUnderWayMax { get; set; } = EventIntake.ArrayItemsMax;
}
