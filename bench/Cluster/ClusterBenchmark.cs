using Engagement.Bench.Measure;

namespace Engagement.Bench.Cluster;

/// <summary>
/// How long a cluster of three silos and two APIs stands still when a part of it fails, and whether anything is lost.
/// </summary>
sealed class ClusterBenchmark(Scenario scenario) : IBenchmark
{
    const int Followers = 1_000;

    static readonly Cast s_cast = new(Silos: 3, Apis: 2, Followers);

    public string Key => scenario.Key;

    public string Name => "cluster";

    public string Case => $"three silos and two APIs, {scenario.Name}";

    public string Says => "three silos and two APIs under load: what callers see when a part of them fails";

    public IReadOnlyList<Database> Databases => [Database.Postgres];

    public async Task<IReadOnlyList<Row>> Run(Place place)
    {
        var rows = new List<Row>();
        var scene = place.Keep(await Scene.Open(place.Server!, place.Folder, s_cast, scenario.Environment));
        foreach (var (step, answered) in await scene.Play(scenario))
        {
            Console.Error.WriteLine($"  {step.Name}: {answered}");
            rows.AddRange(Rows(step, answered));
        }

        var left = await scene.Close();
        rows.Add(Row.Of("acknowledged events lost", "events", left.Lost, $"of {left.Acknowledged:N0}"));
        rows.Add(Row.Of("events taken twice", "events", left.Doubled, "by the customers' own counts"));
        rows.Add(Row.Of("pages with a gap or a double", "pages", left.PagesOff,
            $"of {Followers:N0} that followed {left.Alerts:N0} alerts; {left.AlertsOff:N0} alerts more than reviews"));
        rows.Add(Row.Of("silos declared dead by others", "silos", left.DeclaredDead,
            $"by the membership table; {left.Started} were started for {s_cast.Silos} places"));
        return rows;
    }

    static IEnumerable<Row> Rows(Step step, Answered answered) =>
    [
        Row.Of($"{step.Name}: without an ack", "s", answered.Gap.TotalSeconds,
            $"the longest time in which no event was acknowledged; answers: {answered.Summary}"),
        Row.Of("– whole again after", "s", answered.Whole.TotalSeconds,
            "from when it happened until the last event was turned away by an answer"
            + (answered.Unexpected.Any()
                ? $"; answers that should not be: {string.Join(", ", answered.Unexpected)}"
                : "")),
        Row.Of("– longest wait for an answer", "s", answered.Longest.TotalSeconds, "of any request"),
        Row.Of("– acknowledged", "events/s", answered.Rate, "all this time"),
    ];
}
