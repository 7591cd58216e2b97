using System.Net;
using Engagement.Access;
using Engagement.Tests.Support;

namespace Engagement.Tests.Hub;

/// <summary>G7: an agent sees every alert of the workspace once, in order, whatever the connection does.</summary>
public sealed class AlertFeedTests
{
    const int Alerts = 120;
    const int AtOnce = 6;

    [NodeTheory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task No_alert_is_missed_or_doubled_over_broken_connections_and_a_restart(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("engagement-hub-").FullName;
        var app = await TestApp.Start(folder);
        try
        {
            var port = app.Address.Port;
            await using var network = new CuttingProxy(port, seed);
            using var follower = await Follower.Start(network.Port, app.Keys.Workspaces["demo"].Key);
            var received = follower.Positions(Alerts);
            await Complain(app.Demo, 0, Alerts / 2);

            await app.DisposeAsync();
            app = await TestApp.Start(folder, port);
            await Complain(app.Demo, Alerts / 2, Alerts);

            Assert.Equal(Enumerable.Range(1, Alerts).Select(position => (long)position), await received);
            Assert.True(network.Cuts >= 5, $"Seed {seed} cut only {network.Cuts} connections; the test shows little.");
        }
        finally
        {
            await app.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [NodeFact]
    public async Task A_revoked_key_loses_the_feed_and_does_not_get_it_back()
    {
        await using var app = await TestApp.Start();
        var key = await app.Key("demo", Scopes.AlertsRead);
        using var follower = await Follower.Start(app.Address.Port, key.Secret);
        await Complain(app.Demo, 0, 1);
        Assert.Equal([1L], await follower.Positions(1));
        using var revoked = await app.Operator.Send(HttpMethod.Delete, $"/v1/workspaces/demo/keys/{key.Id}");
        await follower.Ending();
        Assert.Contains("401", await follower.Ending(), StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task A_workspace_hears_nothing_of_another()
    {
        await using var app = await TestApp.Start();
        using var stranger = await app.Workspace("stranger");
        using var follower = await Follower.Start(
            app.Address.Port, (await app.Key("stranger", Scopes.AlertsRead)).Secret);
        await Complain(app.Demo, 0, 3);
        await app.Demo.Alert("customer 2");
        await Complain(stranger, 100, 101);
        Assert.Equal("customer 100", (await follower.Line()).GetProperty("customer").GetString());
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("events:write", HttpStatusCode.Forbidden)]
    public async Task The_hub_opens_to_nobody_without_the_scope(string? scope, HttpStatusCode expected)
    {
        await using var app = await TestApp.Start();
        var secret = scope is null ? null : (await app.Key("demo", scope)).Secret;
        using var client = app.Client(secret);
        using var answer = await client.Send(HttpMethod.Post, "/hubs/alerts/negotiate?negotiateVersion=1");
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_key_in_the_address_is_no_key()
    {
        await using var app = await TestApp.Start();
        using var answer = await app.Anybody.Send(
            HttpMethod.Post,
            $"/hubs/alerts/negotiate?negotiateVersion=1&access_token={app.Keys.Workspaces["demo"].Key}");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    static async Task Complain(HttpClient client, int from, int to)
    {
        foreach (var some in Enumerable.Range(from, to - from).Chunk(AtOnce))
        {
            await client.Tell([.. some.Select(i => Shopping.BadReview($"customer {i}", $"review {i}"))]);
        }
    }
}
