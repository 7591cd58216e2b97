using System.Security.Cryptography;
using Engagement.Hosting;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Storage;
using Microsoft.Extensions.Options;

namespace Engagement.Events;

/// <summary>
/// Decides before a body is read whether it is wise to take it: by how long its commit would wait, which says more than
/// the length of any queue.
/// </summary>
sealed class Admission(ICommitLoad load, IOptions<IntakeOptions> options, Settings settings) : IDisposable
{
    /// <summary>Bytes of JSON bodies that all requests together may hold; lines are not held.</summary>
    public const long HeldBytesMax = 256 * 1024 * 1024;

    /// <summary>
    /// Events that may be under way in a process whose commits are made elsewhere. It knows no wait; that so many are
    /// under way says that they wait for seconds.
    /// </summary>
    public const int EventsUnderWayMax = 50_000;

    /// <summary>
    /// Streams of lines that one workspace may have open in this process. One that sends nothing holds none of the
    /// events under way, and yet a connection and what it has read of a chunk.
    /// </summary>
    public const int LineStreamsMax = 64;

    readonly FairShare _shares = new(options.Value.EventsUnderWayMax);
    readonly FairShare _streams = new(LineStreamsMax);
    readonly bool _commitsElsewhere = settings.Cluster is not null;
    long _held;

    /// <returns>Why a request of this workspace is not taken now, or null.</returns>
    public Problem? Refusal(string workspace)
    {
        if (load.PredictedWait > options.Value.WaitMax)
        {
            return Later(
                ProblemKind.Overloaded, "Commits are waiting for longer than is good. Nothing was taken.");
        }

        if (_commitsElsewhere && _shares.Total >= EventsUnderWayMax)
        {
            return Later(ProblemKind.Overloaded, "Too many events are under way already. Nothing was taken.");
        }

        return _shares.IsFull(workspace) ? TooMany() : null;
    }

    /// <summary>Begins to count events that are under way, until what comes back is disposed.</summary>
    /// <exception cref="RefusedException">The workspace has too many of them.</exception>
    public IDisposable Share(string workspace, int events) =>
        _shares.Take(workspace, events) ?? throw new RefusedException(TooMany());

    /// <summary>
    /// The same for what a stream has sent so far. Its answer has begun and cannot refuse any more, so it waits.
    /// </summary>
    public ValueTask<IDisposable> ShareInTurn(string workspace, int events, CancellationToken cancellation) =>
        _shares.Wait(workspace, events, cancellation);

    /// <summary>Begins to count an open stream of lines, until what comes back is disposed.</summary>
    /// <exception cref="RefusedException">The workspace has too many of them.</exception>
    public IDisposable LineStream(string workspace) => _streams.Take(workspace, 1) ?? throw new RefusedException(Later(
        ProblemKind.TooManyRequests,
        $"The workspace has {LineStreamsMax} streams of lines open, as many as one may. Nothing was taken."));

    /// <summary>When to send again what could not be taken.</summary>
    public TimeSpan RetryAfter => load.PredictedWait + Jitter();

    /// <summary>Begins to count what a request holds, until it is disposed.</summary>
    public Held Hold() => new(this);

    public void Dispose()
    {
        _shares.Dispose();
        _streams.Dispose();
    }

    Problem TooMany() => Later(
        ProblemKind.TooManyRequests,
        $"The workspace has {options.Value.EventsUnderWayMax} events under way, as many as one may. "
        + "Nothing was taken.");

    Problem Later(ProblemKind kind, string detail) => kind.Because(detail) with { RetryAfter = RetryAfter };

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
