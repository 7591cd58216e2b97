using System.Globalization;
using System.Text;
using Engagement.Bench.Cluster;
using Engagement.Bench.Measure;

namespace Engagement.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Names">Benchmarks; none for all.</param>
/// <param name="On">The only database to measure on; null for each that a benchmark knows.</param>
/// <param name="Customers">How many customers <c>cold</c> chooses from; null for few and many.</param>
/// <param name="Problem">What is wrong with the command line; null when nothing is.</param>
sealed record Asked(IReadOnlyList<string> Names, Database? On, int Rounds, int? Customers, string? Problem)
{
    /// <summary>What happens to <c>cluster</c>; none for everything.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>How long things go on in <c>cluster</c>.</summary>
    public Lengths Lengths { get; init; } = Lengths.Usual;

    public const int UsualRounds = 5;

    static readonly Asked s_usual = new([], null, UsualRounds, null, null);

    public static string Help
    {
        get
        {
            var help = new StringBuilder(
                $"""
                Measures the product against yardsticks, and keeps the last figures of each benchmark and database in
                bench/results.json and, as a page, in bench/RESULTS.md.

                  ./engage bench [NAME...] [--database sqlite|postgres] [--rounds N] [--customers N]
                                 [--only KEY]... [--frozen SECONDS] [--saturated SECONDS]

                  --database   measure there only; otherwise on each database that a benchmark knows
                  --rounds     pairs of product and yardstick, {UsualRounds} unless told; noisy ones are repeated
                  --customers  how many customers 'cold' chooses from; otherwise 20,000 and then 1,000,000
                  --only       what happens to 'cluster': {string.Join(", ", Keys)}
                  --frozen     for how long a silo of 'cluster' is frozen, {Seconds(Lengths.Usual.Frozen)} unless told
                  --saturated  for how long 'cluster' is saturated, {Seconds(Lengths.Usual.Saturated)} unless told

                Ctrl-C ends what was started; what was measured until then is kept by benchmark.


                """);
            foreach (var benchmark in s_usual.Benchmarks.DistinctBy(benchmark => benchmark.Name))
            {
                help.Append(CultureInfo.InvariantCulture, $"  {benchmark.Name,-11}{benchmark.Says}\n");
            }

            return help.ToString();
        }
    }

    public IEnumerable<(IBenchmark Benchmark, Database Database)> Runs =>
        from benchmark in Benchmarks
        where Names.Count == 0 || Names.Contains(benchmark.Name)
        where Only.Count == 0 || benchmark is not ClusterBenchmark cluster || Only.Contains(cluster.Key)
        from database in benchmark.Databases
        where On is null || On == database
        select (benchmark, database);

    IBenchmark[] Benchmarks =>
    [
        new Ingest(),
        .. (Customers is { } customers ? [customers] : Cold.Usual).Select(count => new Cold(count)),
        new Acknowledge(), new FollowUps(), new Pending(), new Alerts(), new Start(),
        .. Scenario.All(Lengths).Select(scenario => new ClusterBenchmark(scenario)),
    ];

    static IEnumerable<string> Keys => Scenario.All(Lengths.Usual).Select(scenario => scenario.Key);

    public static Asked Read(string[] arguments)
    {
        var asked = s_usual;
        for (var i = 0; i < arguments.Length && asked.Problem is null; i++)
        {
            asked = arguments[i].StartsWith('-')
                ? asked.With(arguments[i], i + 1 < arguments.Length ? arguments[++i] : "")
                : asked.Named(arguments[i]);
        }

        return asked;
    }

    /// <summary>The command that measures this again.</summary>
    public string Command(IBenchmark benchmark, Database database) =>
        $"./engage bench {benchmark.Name} --database {database.ToString().ToLowerInvariant()}" +
        (benchmark is Cold cold ? $" --customers {cold.Customers}" : "") +
        (benchmark is ClusterBenchmark cluster ? $" --only {cluster.Key}{LengthOf(cluster)}" : "") +
        (Rounds == UsualRounds ? "" : $" --rounds {Rounds}");

    string LengthOf(ClusterBenchmark cluster) => cluster.Key switch
    {
        "silo-frozen" when Lengths.Frozen != Lengths.Usual.Frozen => $" --frozen {Lengths.Frozen.TotalSeconds:0}",
        "saturation" when Lengths.Saturated != Lengths.Usual.Saturated =>
            $" --saturated {Lengths.Saturated.TotalSeconds:0}",
        _ => "",
    };

    Asked Named(string name) => Benchmarks.Any(benchmark => benchmark.Name == name)
        ? this with { Names = [.. Names, name] }
        : this with { Problem = $"there is no benchmark '{name}'." };

    Asked With(string option, string value) => (option, value) switch
    {
        ("--database", "sqlite") => this with { On = Database.Sqlite },
        ("--database", "postgres") => this with { On = Database.Postgres },
        ("--rounds", _) when Count(value) is { } rounds => this with { Rounds = rounds },
        ("--customers", _) when Count(value) is { } customers and >= Cold.CustomersMin =>
            this with { Customers = customers },
        ("--only", _) when Keys.Contains(value) => this with { Only = [.. Only, value] },
        ("--frozen", _) when Count(value) is { } seconds =>
            this with { Lengths = Lengths with { Frozen = TimeSpan.FromSeconds(seconds) } },
        ("--saturated", _) when Count(value) is { } seconds =>
            this with { Lengths = Lengths with { Saturated = TimeSpan.FromSeconds(seconds) } },
        ("--database" or "--rounds" or "--customers" or "--only" or "--frozen" or "--saturated", _) =>
            this with { Problem = $"{option} cannot be '{value}'." },
        _ => this with { Problem = $"there is no option '{option}'." },
    };

    static string Seconds(TimeSpan length) =>
        string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0} s");

    static int? Count(string value) =>
        int.TryParse(value, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;
}
