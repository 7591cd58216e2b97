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
    const int Followers = 20;

    static readonly TimeSpan s_aftermath = TimeSpan.FromSeconds(10);

    /// <summary>What a busy machine may add to it; the seconds themselves are the benchmark's.</summary>
    static readonly TimeSpan s_gapMax = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task A_silo_and_an_API_that_die_under_load_cost_no_event_and_no_page_an_alert()
    {
        var folder = Directory.CreateTempSubdirectory("engage-failures-").FullName;
        var server = await OwnPostgres.Start(folder);
        await using (var scene = await Scene.Open(server, folder, silos: 2, apis: 2, Followers))
        {
            foreach (var scenario in (Scenario[])[Scenario.SiloKilled(s_aftermath), Scenario.ApiKilled(s_aftermath)])
            {
                var answered = await scene.Play(scenario);
                Assert.True(!answered.Unexpected.Any(), $"{scenario.Name}: {answered.Summary}");
                Assert.True(answered.Gap < s_gapMax, $"{scenario.Name}: nothing acknowledged for {answered.Gap}");
            }

            var left = await scene.Close();
            Assert.True(left.Acknowledged > 0 && left.Alerts > 0, $"{left}");
            Assert.Equal(new(left.Acknowledged, 0, 0, left.Alerts, 0, 0), left);
        }

        await server.Stop();
        Directory.Delete(folder, recursive: true);
    }
}
