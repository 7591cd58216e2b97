using System.Globalization;

namespace Engagement.Bench.Measure;

/// <summary>One line of the results.</summary>
/// <param name="Ratio">Product over yardstick; null where there is no yardstick.</param>
/// <param name="Notes">What the yardstick is, spread, what to read with care.</param>
sealed record Row(string Name, string Unit, double Product, double? Yardstick, double? Ratio, string Notes)
{
    public static Row Of(Comparison comparison, string yardstick) => new(
        comparison.Name,
        comparison.Unit,
        comparison.Product,
        comparison.Yardstick,
        comparison.Ratio,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{yardstick}; ratio {comparison.RatioMin:0.00} to {comparison.RatioMax:0.00} ") +
        $"in {comparison.Pairs.Count} pairs" +
        (comparison.Noisy ? "; others used the machine meanwhile" : ""));

    /// <summary>Two times, of which the lower is better.</summary>
    public static Row Beside(string name, string unit, double product, double yardstick, string notes) =>
        new(name, unit, product, yardstick, product / yardstick, notes);

    public static Row Of(string name, string unit, double product, string notes) =>
        new(name, unit, product, null, null, notes);
}

/// <summary>Something that is measured by name.</summary>
interface IBenchmark
{
    string Name { get; }

    /// <summary>What tells it from others of the same name; null when there are none.</summary>
    string? Case => null;

    /// <summary>One line of help.</summary>
    string Says { get; }

    /// <summary>Where it can be measured.</summary>
    IReadOnlyList<Database> Databases => [Database.Sqlite, Database.Postgres];

    Task<IReadOnlyList<Row>> Run(Place place);
}
