namespace Engagement.Bench.Measure;

/// <summary>
/// Measures the product and its yardstick in turn, several times, so that whatever else the machine does hits both.
/// What counts is the ratio of each pair.
/// </summary>
static class Rounds
{
    public const int Count = 2;

    /// <summary>A noisy pair is measured again, this often at the most.</summary>
    public const int RepeatsMax = 1;

    /// <param name="product">Does the work once and says how many things it did a second.</param>
    /// <param name="yardstick">The same for the yardstick; it may need what the product has just written.</param>
    /// <param name="server">
    /// A database server takes part, whose processes cannot be told from those of others; nothing is then called noisy.
    /// </param>
    public static async Task<Comparison> Compare(
        string name, string unit, Func<Task<double>> product, Func<double> yardstick, bool server = false)
    {
        var pairs = new List<Pair>();
        for (var attempt = 0; pairs.Count(pair => !pair.Noisy) < Count && attempt < Count + RepeatsMax; attempt++)
        {
            var watch = new CpuWatch();
            var pair = new Pair(await product(), yardstick(), server ? null : watch.Foreign);
            pairs.Add(pair);
            Console.Error.WriteLine(
                $"  {name}: {pair.Product:N0} against {pair.Yardstick:N0} {unit}, ratio {pair.Ratio:0.00}" +
                (pair.Noisy ? $" (others used {pair.Foreign:0.00} cores: measured again)" : ""));
        }

        var quiet = pairs.Where(pair => !pair.Noisy).ToList();
        return new(name, unit, quiet.Count > 0 ? quiet : pairs, quiet.Count == 0);
    }
}

/// <param name="Foreign">Cores used by others meanwhile.</param>
sealed record Pair(double Product, double Yardstick, double? Foreign)
{
    public double Ratio => Product / Yardstick;

    public bool Noisy => Foreign > CpuWatch.ForeignMax;
}

/// <param name="Noisy">No pair was quiet: read with care.</param>
sealed record Comparison(string Name, string Unit, IReadOnlyList<Pair> Pairs, bool Noisy)
{
    public double Ratio => Median(Pairs.Select(pair => pair.Ratio));

    public double Product => Median(Pairs.Select(pair => pair.Product));

    public double Yardstick => Median(Pairs.Select(pair => pair.Yardstick));

    public double RatioMin => Pairs.Min(pair => pair.Ratio);

    public double RatioMax => Pairs.Max(pair => pair.Ratio);

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
