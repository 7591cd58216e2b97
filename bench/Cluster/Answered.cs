using System.Diagnostics;
using System.Globalization;

namespace Engagement.Bench.Cluster;

/// <summary>What became of those events of a request that had the same fate.</summary>
/// <param name="At">By the stopwatch.</param>
/// <param name="Took">How long the request waited for it.</param>
/// <param name="Parted">Some events of the request were taken, and others were not.</param>
readonly record struct Answer(long At, TimeSpan Took, string Fate, int Events, bool Parted)
{
    public bool IsTaken => Fate is "accepted" or "duplicate";
}

/// <summary>What callers saw in a stretch of time.</summary>
/// <param name="Gap">The longest time in which nothing was acknowledged.</param>
/// <param name="Whole">
/// From the beginning until the last event was turned away by an answer; zero when none was. Where nobody answers, the
/// next address does.
/// </param>
/// <param name="Longest">How long the slowest answer took.</param>
/// <param name="Rate">Events acknowledged a second.</param>
/// <param name="Fates">How often each answer was given.</param>
/// <param name="Parted">Events that were taken though others of their request were turned away.</param>
sealed record Answered(
    TimeSpan Gap, TimeSpan Whole, TimeSpan Longest, double Rate, IReadOnlyDictionary<string, int> Fates, int Parted)
{
    /// <summary>The one refusal that a caller is to expect, and only with word of when to come again.</summary>
    const string Unavailable = "unavailable";

    /// <summary>Answers that no caller may ever get.</summary>
    public IEnumerable<string> Unexpected => Fates.Keys.Where(fate => fate is not (
        "accepted" or "duplicate" or Unavailable or SteadyLoad.NoConnection) && !IsCalmRefusal(fate));

    public string Summary => string.Join(", ", Fates.OrderBy(fate => fate.Key, StringComparer.Ordinal)
        .Select(fate => $"{fate.Value:N0} {fate.Key}"));

    public static Answered Of(IReadOnlyList<Answer> answers, long from, long until)
    {
        var (last, gap) = (from, 0L);
        foreach (var at in answers.Where(answer => answer.IsTaken).Select(answer => answer.At).Order().Append(until))
        {
            (last, gap) = (at, Math.Max(gap, at - last));
        }

        var refused = answers.Where(answer => !answer.IsTaken && answer.Fate != SteadyLoad.NoConnection)
            .Select(answer => answer.At).DefaultIfEmpty(from).Max();
        return new(
            Stopwatch.GetElapsedTime(0, gap),
            Stopwatch.GetElapsedTime(from, refused),
            answers.Select(answer => answer.Took).DefaultIfEmpty().Max(),
            answers.Where(answer => answer.IsTaken).Sum(answer => answer.Events)
                / Stopwatch.GetElapsedTime(from, until).TotalSeconds,
            answers.GroupBy(answer => answer.Fate).ToDictionary(
                fate => fate.Key, fate => fate.Sum(answer => answer.Events), StringComparer.Ordinal),
            answers.Where(answer => answer is { IsTaken: true, Parted: true }).Sum(answer => answer.Events));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Gap.TotalSeconds:0.0} s without an ack, whole after {Whole.TotalSeconds:0.0} s, ")
        + string.Create(CultureInfo.InvariantCulture, $"longest wait {Longest.TotalSeconds:0.0} s; {Summary}");

    // The whole request was refused, and its headers say when to come again.
    static bool IsCalmRefusal(string fate) =>
        fate.StartsWith("503 ", StringComparison.Ordinal)
        && !fate.Contains("without", StringComparison.Ordinal);
}
