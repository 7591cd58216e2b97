using System.Net;
using System.Text;
using System.Text.Json;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;
using Engagement.Unsubscribe;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Tests.Engine;

/// <summary>
/// A connection that breaks after the server has committed and before it could say so: the batch is written again, and
/// whoever finds their own first try there has succeeded.
/// </summary>
public sealed class CutConnectionTests
{
    [PostgresFact]
    public Task What_was_committed_when_the_connection_broke_is_answered_as_done_and_is_done_once() => Through(
        async (app, proxy) =>
        {
            using var shop = await app.Workspace("cut");
            await AnEvent(shop, proxy);
            await ANote(shop, proxy);
            await AnUnsubscription(app, shop, proxy);
        });

    [PostgresFact]
    public Task A_follow_up_that_was_committed_when_the_connection_broke_has_taken_effect_and_does_so_once() =>
        Through(async (app, proxy) =>
        {
            await AFollowUp(app, proxy);
            await AFollowUpOfARehearsal(app, proxy);
        });

    /// <summary>Runs the product on a database that it reaches through the proxy.</summary>
    static async Task Through(Func<TestApp, WithholdingProxy, Task> test)
    {
        var database = new NpgsqlConnectionStringBuilder(await PostgresServer.Shared.Create());
        await using var proxy = new WithholdingProxy(database.Host!, database.Port);
        var through = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = proxy.Port };
        await using (var app = await TestApp.Start(settings:
            [$"--ENGAGE_DATABASE={through}", "--Logging:LogLevel:Default=Warning"]))
        {
            await test(app, proxy);
        }

        await PostgresServer.Shared.Drop(database.ConnectionString);
    }

    static async Task AnEvent(HttpClient shop, WithholdingProxy proxy)
    {
        var cut = proxy.CutAfter("review.submitted:cut-event");
        using var answer = await shop.Send(
            HttpMethod.Post, "/v1/events", new[] { Shopping.BadReview("ada", "cut-event") });
        var told = await answer.Content.ReadAsStringAsync();

        Assert.True(answer.StatusCode == HttpStatusCode.OK, told);
        Assert.True(cut.IsCompletedSuccessfully, "Nothing was cut.");
        var item = JsonDocument.Parse(told).RootElement.GetProperty("items")[0];
        Assert.Equal(1, item.GetProperty("version").GetInt64());
        Assert.Equal(1, await Entries(shop));
    }

    static async Task ANote(HttpClient shop, WithholdingProxy proxy)
    {
        var alert = Uri.EscapeDataString(await shop.Alert("ada"));
        var before = await Entries(shop);
        var cut = proxy.CutAfter("cut-note");
        await shop.Json(HttpMethod.Post, $"/v1/alerts/{alert}/notes", new { text = "cut-note" }, HttpStatusCode.OK);

        Assert.True(cut.IsCompletedSuccessfully, "Nothing was cut.");
        Assert.Equal(before + 1, await Entries(shop));
    }

    static async Task AnUnsubscription(TestApp app, HttpClient shop, WithholdingProxy proxy)
    {
        var before = await Entries(shop);
        var links = app.Services.GetRequiredService<UnsubscribeLinks>();
        var link = links.Link(new(new("cut", "ada"), "m1", "email", "marketing"));
        var cut = proxy.CutAfter("unsubscribed:");
        using var answer = await app.Anybody.Send(HttpMethod.Post, link.AbsolutePath);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(cut.IsCompletedSuccessfully, "Nothing was cut.");
        Assert.Equal(before + 1, await Entries(shop));
    }

    /// <summary>Whoever moves the clock is told what took effect, and the first try did.</summary>
    static async Task AFollowUpOfARehearsal(TestApp app, WithholdingProxy proxy)
    {
        using var shop = await app.Workspace("cut-rehearsal");
        await Publish(shop, "P1D", "cut by the clock");
        await shop.Tell(Shopping.Viewed("ada", "v1"));
        var cut = proxy.CutAfter("cut by the clock");
        var moved = await shop.Json(
            HttpMethod.Post, "/v1/workspace/clock", new { to = "2026-03-09T12:00:00Z" }, HttpStatusCode.OK);

        Assert.True(cut.IsCompletedSuccessfully, "Nothing was cut.");
        Assert.Equal(1, moved.GetProperty("fired").GetInt64());
        Assert.Equal(2, await Entries(shop));
    }

    /// <summary>As the pump wakes customers that are due.</summary>
    static async Task AFollowUp(TestApp app, WithholdingProxy proxy)
    {
        using var log = new KeptLog();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        using var shop = await app.Workspace("cut-live", rehearsal: false);
        await Publish(shop, "PT1S", "cut in the pump");
        var cut = proxy.CutAfter("cut in the pump");
        await shop.Tell(Shopping.Viewed("ada", "v1"));

        await Probe.Within(cut, "a follow-up whose connection is cut");
        await shop.Alert("ada");
        // Had it been left to a later wake, that one would come before what this event is answered.
        await shop.Tell(Shopping.Viewed("ada", "v2"));
        Assert.Equal(3, await Entries(shop));
        Assert.Equal(1, (await shop.Json("/v1/alerts?customer=ada")).GetProperty("items").GetArrayLength());
        Assert.Contains(log.Lines, line => line.Contains("A transaction of 1 writes failed", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("Engagement.FollowUps", StringComparison.Ordinal));
    }

    static async Task Publish(HttpClient shop, string pause, string title)
    {
        using var journey = new StringContent(
            $$"""
            kind: journey
            id: a-little-later
            name: Tells an agent a little later
            trigger: product.viewed
            entry: { oncePer: customer }
            steps:
              - id: pause
                wait: { for: {{pause}} }
              - id: tell
                alert: { severity: high, title: "{{title}}", reason: "It was time." }
            """,
            Encoding.UTF8, "application/yaml");
        await shop.Json(
            HttpMethod.Put, "/v1/definitions/journey/a-little-later", journey, HttpStatusCode.Created);
    }

    static async Task<int> Entries(HttpClient shop) =>
        (await shop.Json("/v1/customers/ada/timeline")).GetProperty("items").GetArrayLength();
}
