using System.Globalization;
using Engagement.Bench.Measure;

namespace Engagement.Bench.Cluster;

/// <summary>
/// How long a cluster of three silos and two APIs stands still when a part of it fails, and whether anything is lost.
/// </summary>
sealed class ClusterBenchmark : IBenchmark
{
    const int Silos = 3;
    const int Apis = 2;
    const int Followers = 1_000;

    static readonly TimeSpan s_aftermath = TimeSpan.FromSeconds(30);

    static readonly Scenario[] s_scenarios =
    [
        Scenario.SiloKilled(s_aftermath),
        Scenario.SiloFrozen(TimeSpan.FromSeconds(90), s_aftermath),
        Scenario.ApiKilled(s_aftermath),
        Scenario.RollingRestart(s_aftermath),
        Scenario.DatabaseRestarted(s_aftermath),
    ];

    public string Name => "cluster";

    public string Says => "three silos and two APIs under load: seconds without an ack when a part of it fails";

    public IReadOnlyList<Database> Databases => [Database.Postgres];

    public async Task<IReadOnlyList<Row>> Run(Place place)
    {
        var rows = new List<Row>();
        await using var scene = await Scene.Open(place.Server!, place.Folder, Silos, Apis, Followers);
        foreach (var scenario in s_scenarios)
        {
            Console.Error.Write($"  {scenario.Name}: ");
            var answered = await scene.Play(scenario);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{answered.Gap.TotalSeconds:0.0} s without an ack, whole after {answered.Whole.TotalSeconds:0.0} s; ")
                + answered.Summary);
            rows.Add(Row.Of($"{scenario.Name}: without an ack", "s", answered.Gap.TotalSeconds,
                $"the longest time in which no event was acknowledged; answers: {answered.Summary}"));
            rows.Add(Row.Of("– whole again after", "s", answered.Whole.TotalSeconds,
                "from when it happened until the last event was turned away"
                + (answered.Unexpected.Any()
                    ? $"; answers that should not be: {string.Join(", ", answered.Unexpected)}"
                    : "")));
        }

        var left = await scene.Close();
        rows.Add(Row.Of("acknowledged events lost", "events", left.Lost, $"of {left.Acknowledged:N0}, over all of it"));
        rows.Add(Row.Of("events taken twice", "events", left.Doubled, "by the customers' own counts"));
        rows.Add(Row.Of("pages with a gap or a double", "pages", left.PagesOff,
            $"of {Followers:N0} that followed {left.Alerts:N0} alerts; {left.AlertsOff:N0} alerts more than reviews"));
        return rows;
    }
}
