using System.Net;
using System.Text.Json;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;
using Engagement.Unsubscribe;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Engagement.Tests.Engine;

/// <summary>
/// A connection that breaks after the server has committed and before it could say so: the batch is written again, and
/// whoever finds their own first try there has succeeded.
/// </summary>
public sealed class CutConnectionTests
{
    [PostgresFact]
    public async Task What_was_committed_when_the_connection_broke_is_answered_as_done_and_is_done_once()
    {
        var database = new NpgsqlConnectionStringBuilder(await PostgresServer.Shared.Create());
        await using var proxy = new WithholdingProxy(database.Host!, database.Port);
        await using (var app = await TestApp.Start(settings:
            $"--ENGAGE_DATABASE={new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = proxy.Port }}"))
        {
            using var shop = await app.Workspace("cut");
            await AnEvent(shop, proxy);
            await ANote(shop, proxy);
            await AnUnsubscription(app, shop, proxy);
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

    static async Task<int> Entries(HttpClient shop) =>
        (await shop.Json("/v1/customers/ada/timeline")).GetProperty("items").GetArrayLength();
}
