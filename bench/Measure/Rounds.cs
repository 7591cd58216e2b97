namespace Engagement.Bench.Measure;

/// <summary>
/// Measures the product and its yardstick in turn, several times, so that whatever else the machine does hits both.
/// What counts is the ratio of each pair.
/// </summary>
static class Rounds
{
    /// <summary>A noisy pair is measured again, so many times in all at the most.</summary>
    public const int RepeatsMax = 3;

    /// <param name="wanted">Quiet rounds.</param>
    /// <param name="product">Does the work once and says how many things it did a second.</param>
    /// <param name="yardsticks">The same for each yardstick; it may need what the product has just written.</param>
    /// <returns>The product beside each yardstick.</returns>
    public static async Task<IReadOnlyList<Comparison>> Compare(
        string name, string unit, int wanted, Func<Task<double>> product, params Func<Task<double>>[] yardsticks)
    {
        var rounds = new List<Pair[]>();
        for (var i = 0; rounds.Count(round => !round[0].Noisy) < wanted && i < wanted + RepeatsMax; i++)
        {
            var watch = new CpuWatch();
            var ours = await product();
            var theirs = new List<double>();
            foreach (var yardstick in yardsticks)
            {
                theirs.Add(await yardstick());
            }

            var foreign = watch.Foreign;
            rounds.Add([.. theirs.Select(rate => new Pair(ours, rate, foreign))]);
            Say(name, unit, rounds[^1]);
        }

        var quiet = rounds.Where(round => !round[0].Noisy).ToList();
        var counted = quiet.Count > 0 ? quiet : rounds;
        return [.. yardsticks.Select((_, i) =>
            new Comparison(name, unit, counted.ConvertAll(round => round[i]), quiet.Count == 0))];
    }

    static void Say(string name, string unit, Pair[] round) => Console.Error.WriteLine(
        $"  {name}: {round[0].Product:N0} {unit}" +
        string.Concat(round.Select(pair => $", against {pair.Yardstick:N0} ({pair.Ratio:0.00})")) +
        (Load.TurnedAway() is > 0 and var times ? $"; told to come later {times} times" : "") +
        (round[0].Noisy ? $"; others used {round[0].Foreign:0.00} cores: measured again" : ""));
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
