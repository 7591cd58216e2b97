using Engagement.Bench.Cluster;
using Engagement.Commands;
using Engagement.Tests.Storage;

namespace Engagement.Tests.Cluster;

/// <summary>
/// What <c>./engage bench cluster</c> does to a cluster, in short: here only the outcome counts, there the seconds.
/// </summary>
[Collection("cluster")]
public sealed class FailureTests
{
    static readonly Cast s_cast = new(Silos: 2, Apis: 2, Followers: 20);

    static readonly Lengths s_lengths = Lengths.Usual with
    {
        Frozen = TimeSpan.FromSeconds(18),
        Aftermath = TimeSpan.FromSeconds(5),
    };

    /// <summary>What a busy machine may add to it; the seconds themselves are the benchmark's.</summary>
    static readonly TimeSpan s_gapMax = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task A_silo_and_an_API_that_die_under_load_cost_no_event_and_no_page_an_alert()
    {
        var (played, left) = await Play(Scenario.SiloKilled(s_lengths), Scenario.ApiKilled(s_lengths));

        AssertCalm(played);
        AssertWhole(left);
    }

    [PostgresFact]
    public async Task A_frozen_silo_holds_up_its_own_customers_only_and_leaves_when_it_thaws()
    {
        var (played, left) = await Play(Scenario.SiloFrozen(s_lengths));

        AssertCalm(played);
        var (_, frozen) = played[0];
        Assert.True(frozen.Gap < s_lengths.Frozen, $"Nobody was acknowledged for {frozen.Gap}: {frozen}");
        Assert.True(frozen.Parted > 0, $"Who was there waited for who was not: {frozen}");
        AssertWhole(left);
        Assert.Equal(1, left.DeclaredDead);
        Assert.Equal(s_cast.Silos + 1, left.Started);
    }

    [PostgresFact]
    public async Task Everything_restarted_one_by_one_turns_nobody_away_for_good()
    {
        var (played, left) = await Play(Scenario.RollingRestart(s_lengths));

        AssertCalm(played);
        AssertWhole(left);
    }

    [PostgresFact]
    public async Task A_database_that_restarts_takes_no_acknowledged_event_along_and_no_silo()
    {
        var (played, left) = await Play(Scenario.DatabaseRestarted(s_lengths));

        AssertCalm(played);
        AssertWhole(left);
        Assert.Equal(s_cast.Silos, left.Started);
    }

    static async Task<(IReadOnlyList<(Step Step, Answered Answered)> Played, Left Left)> Play(
        params Scenario[] scenarios)
    {
        var folder = Directory.CreateTempSubdirectory("engage-failures-").FullName;
        var server = await OwnPostgres.Start(folder);
        try
        {
            await using var scene = await Scene.Open(server, folder, s_cast, new Dictionary<string, string>());
            var played = new List<(Step, Answered)>();
            foreach (var scenario in scenarios)
            {
                played.AddRange(await scene.Play(scenario));
            }

            return (played, await scene.Close());
        }
        finally
        {
            await server.Stop();
            Directory.Delete(folder, recursive: true);
        }
    }

    static void AssertCalm(IReadOnlyList<(Step Step, Answered Answered)> played) => Assert.All(played, step =>
    {
        Assert.True(!step.Answered.Unexpected.Any(), $"{step.Step.Name}: {step.Answered}");
        Assert.True(step.Answered.Gap < s_gapMax, $"{step.Step.Name}: {step.Answered}");
    });

    static void AssertWhole(Left left)
    {
        Assert.True(left.Acknowledged > 0 && left.Alerts > 0, $"{left}");
        Assert.Equal(left with { Lost = 0, Doubled = 0, AlertsOff = 0, PagesOff = 0, Torn = 0 }, left);
    }
}
