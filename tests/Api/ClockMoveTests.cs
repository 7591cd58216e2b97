using System.Net;
using System.Text.Json;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>A rehearsal's clock is moved to the end of the century, over journeys that go round every minute.</summary>
public sealed class ClockMoveTests
{
    const string End = "2099-12-31T00:00:00Z";

    [Fact]
    public async Task A_move_ends_when_it_has_done_enough_says_how_far_it_came_and_the_next_one_goes_on()
    {
        await using var app = await TestApp.Start(settings: "--FollowUps:ClockMoveMax=250");
        using var shop = await Looping(app, customers: 1);

        var first = await Move(shop, End);
        var second = await Move(shop, End);

        Assert.False(first.GetProperty("complete").GetBoolean());
        Assert.InRange(first.GetProperty("fired").GetInt64(), 250, 350);
        Assert.InRange(Clock(first), Shopped, Shopped.AddDays(1));
        Assert.True(Clock(second) > Clock(first) || second.GetProperty("fired").GetInt64() > 0);
        Assert.Equal(
            first.GetProperty("fired").GetInt64() + second.GetProperty("fired").GetInt64(), await FollowUps(shop));
        Assert.True((await Move(shop, Start, catchUp: true)).GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task A_move_ends_with_whoever_asked_for_it_and_does_not_begin_again_with_the_process()
    {
        using var own = new ScratchFolder();
        var folder = own.Path;
        await using (var app = await TestApp.Start(folder, settings: "--FollowUps:ClockMoveMax=10000000"))
        {
            using var shop = await Looping(app, customers: 50);
            using var leaving = new CancellationTokenSource();
            var asked = shop.PostAsync(
                new Uri("/v1/workspace/clock", UriKind.Relative),
                System.Net.Http.Json.JsonContent.Create(new { to = End }),
                leaving.Token);
            await Probe.Within(Under(shop), "a follow-up");
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);

            // Two do not move one clock at once: this one is answered when the other has ended.
            await Probe.Within(Move(shop, Start, catchUp: true), "the end of a move that nobody waits for");
            var ended = await FollowUps(shop);
            Assert.InRange(ended, 1, 400_000);
            Assert.True(Stands(await shop.Json("/v1/workspace")) > Shopped);
        }

        await using var again = await TestApp.Start(folder);
        using var later = again.Client((await again.Key("looping", [.. Engagement.Access.Scopes.OfKeys])).Secret);
        var before = await FollowUps(later);
        await Move(later, Start, catchUp: true);
        Assert.Equal(before, await FollowUps(later));
    }

    static DateTimeOffset Shopped { get; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    const string Start = "2026-03-02T08:00:00Z";

    static async Task<HttpClient> Looping(TestApp app, int customers)
    {
        var shop = await app.Workspace("looping");
        await shop.Json(
            HttpMethod.Put,
            "/v1/definitions/journey/loop",
            """
            kind: journey
            id: loop
            name: Round and round
            trigger: product.viewed
            entry: { oncePer: event }
            steps: [{ id: rest, wait: { for: PT1M }, next: rest }]
            """,
            HttpStatusCode.Created);
        await shop.Tell([.. Enumerable.Range(0, customers).Select(n => Shopping.Viewed($"c{n}", $"v{n}"))]);
        return shop;
    }

    static Task<JsonElement> Move(HttpClient shop, string to, bool catchUp = false) =>
        shop.Json(HttpMethod.Post, "/v1/workspace/clock", new { to, catchUp }, HttpStatusCode.OK);

    static async Task<long> FollowUps(HttpClient shop) =>
        (await shop.Json("/v1/workspace/report")).GetProperty("totals").GetProperty("followUps").GetInt64();

    static async Task Under(HttpClient shop)
    {
        while (await FollowUps(shop) == 0)
        {
            await Task.Yield();
        }
    }

    static DateTimeOffset Clock(JsonElement answer) => answer.GetProperty("clock").GetDateTimeOffset();

    static DateTimeOffset Stands(JsonElement workspace) => workspace.GetProperty("clock").GetDateTimeOffset();
}
