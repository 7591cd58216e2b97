using System.Globalization;
using System.Text.RegularExpressions;

namespace Engagement.Bench.Measure;

/// <summary>How much time the product has spent in each step of the flow, as its own metrics tell.</summary>
sealed partial record StepTimes(IReadOnlyDictionary<string, double> Seconds)
{
    public static async Task<StepTimes> Read(Product product)
    {
        var page = await product.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return new(Sum().Matches(page).ToDictionary(
            match => match.Groups[1].Value,
            match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)));
    }

    /// <summary>Seconds in a step since an earlier reading; the step by its name in the metrics.</summary>
    public double Since(StepTimes earlier, string step) =>
        Seconds.GetValueOrDefault(step) - earlier.Seconds.GetValueOrDefault(step);

    [GeneratedRegex("""^engagement_step_duration_seconds_sum\{step="([^"]+)"\} (.+)$""", RegexOptions.Multiline)]
    private static partial Regex Sum();
}
