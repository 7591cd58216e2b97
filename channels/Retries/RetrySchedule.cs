using System.Collections.Immutable;

namespace Engagement.Retries;

/// <summary>When a failed delivery is tried again: after the n-th failure the n-th delay, and then no more.</summary>
public sealed record RetrySchedule(ImmutableArray<TimeSpan> Delays)
{
    /// <summary>The most that another side's wish may postpone a retry; more would keep a row for ever.</summary>
    public static readonly TimeSpan WishMax = TimeSpan.FromDays(1);

    /// <summary>Attempts until an effect goes to the dead letters: the first, and one after each delay.</summary>
    public int AttemptsMax => Delays.Length + 1;

    /// <summary>How long to wait after a failed attempt, or null when it was the last.</summary>
    /// <param name="attempt">The one that failed, 1 for the first.</param>
    /// <param name="wish">What the other side asked for; it lengthens the delay, never shortens it.</param>
    /// <param name="id">Spreads the retries of what failed together; the same id gets the same delay.</param>
    public TimeSpan? After(int attempt, TimeSpan? wish, string id)
    {
        if (attempt >= AttemptsMax)
        {
            return null;
        }

        var delay = Delays[Math.Max(attempt, 1) - 1];
        var wished = wish is { } asked && asked < WishMax ? asked : wish is null ? TimeSpan.Zero : WishMax;
        return Jitter.Lengthen(delay > wished ? delay : wished, id, attempt);
    }

    /// <summary>Delays that double from the first until the last.</summary>
    public static RetrySchedule Doubling(TimeSpan first, TimeSpan last, int count) =>
        new([.. Enumerable.Range(0, count).Select(n => Math.Pow(2, n) < last / first ? first * Math.Pow(2, n) : last)]);
}
