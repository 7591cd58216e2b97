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
    /// <returns>Why the request is not taken now, or null.</returns>
    public Problem? Refusal()
    {
        var wait = load.PredictedWait;
        return wait <= options.Value.WaitMax
            ? null
            : ProblemKind.Overloaded.Because("Commits are waiting for longer than is good. Nothing was taken.") with
            {
                RetryAfter = wait + Jitter(),
            };
    }

    /// <summary>When to send again what could not be taken.</summary>
    public TimeSpan RetryAfter => load.PredictedWait + Jitter();

    // Clients that were turned away together must not come back together.
    static TimeSpan Jitter() => TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32(1, 4));
}

/// <summary>Settings of the intake.</summary>
sealed class IntakeOptions
{
    /// <summary>
    /// How long a commit may be expected to wait before requests are turned away. Longer takes more of a burst, and
    /// lets everyone's answers come later. Default: two seconds.
    /// </summary>
    public TimeSpan WaitMax { get; set; } = TimeSpan.FromSeconds(2);
}
