using Engagement.Health;
using Engagement.Retries;
using Engagement.Storage;
using Engagement.Tests.Intake;
using Engagement.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

/// <summary>What a clock that was ahead has left behind.</summary>
public sealed class AheadOfTimeTests
{
    static readonly DateTimeOffset Far = Noon.AddDays(400);

    [Theory, OnSqlite, OnPostgres]
    public async Task What_waits_too_far_ahead_is_counted_and_brought_back(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Make(store);
        var ahead = store.Get<IAheadOfTime>();

        Assert.Equal(new AheadOfTime(1, 1, 1, 1), await ahead.Count(Noon, default));
        Assert.Equal(
            [new CustomerKey("shop", "eve")],
            (await ahead.Customers(Noon, 0, 10, default)).Select(one => one.Customer));

        await ahead.SetRight(Noon, default);

        Assert.Equal(new AheadOfTime(1, 0, 0, 0), await ahead.Count(Noon, default));
        Assert.Equal(
            ["m1", "m2"],
            (await store.Outbox.Claim("email", Noon, Noon.AddMinutes(1), 10, default)).Select(one => one.Key));
        Assert.Single(await store.Due.Claim(Lanes.Live, Noon, Noon, Noon.AddMinutes(1), 10, default));
        Assert.Null((await store.Workspaces.FindAgent("shop", "bea", default))!.LockedUntil);
        Assert.NotNull((await store.Workspaces.FindAgent("shop", "cem", default))!.LockedUntil);
    }

    [Fact]
    public void The_longest_wait_for_a_retry_is_not_too_far_ahead()
    {
        var longest = RetrySchedule.WishMax + RetrySchedule.WishMax / 4;

        Assert.True(longest < AheadOfTime.EffectTolerance);
        Assert.InRange(Letter(TimeSpan.FromDays(99)), RetrySchedule.WishMax, longest);

        static TimeSpan Letter(TimeSpan wish) =>
            RetrySchedule.Doubling(TimeSpan.FromMinutes(1), TimeSpan.FromHours(6), 11).After(1, wish, "m")!.Value;
    }

    [Fact]
    public async Task A_customer_who_cannot_be_set_right_keeps_nothing_else_from_it()
    {
        await using var store = await Store.Open(Dialect.Sqlite);
        await Make(store);
        await store.Customers.Commit(Seen(new("shop", "fay"), "e4"), default);
        var customers = new FakeCustomers();
        customers.Faults["shop/eve"] = static () => new TimeoutException("away");
        var repair = new ClockRepair(
            store.Get<IAheadOfTime>(), customers.Factory, new ArmedClock(Noon), NullLogger<ClockRepair>.Instance);

        Assert.Equal(new FarAhead(1, 1, 1, 1, Failed: 1), await repair.SetRight(default));

        Assert.Equal(new AheadOfTime(2, 0, 0, 0), await store.Get<IAheadOfTime>().Count(Noon, default));
    }

    static async Task Make(Store store)
    {
        await store.Workspaces.Create(new("shop", "Shop", false, null, "Etc/UTC", "en", Noon), [], default);
        await store.Workspaces.Create(new("play", "Play", true, Far, "Etc/UTC", "en", Noon), [], default);

        // What a webhook that failed for days, or a provider that asks to be left alone, waits for.
        var retry = Effect("m3", notBefore: Noon.AddHours(30));
        await store.Customers.Commit(
            Took(Ada, 0, "e1") with { DueAt = Noon, Outbox = [Effect("m1"), Effect("m2", notBefore: Far), retry] },
            default);
        await store.Due.Postpone(Ada, Far, default);
        await store.Customers.Commit(Seen(new("shop", "eve"), "e2"), default);
        await store.Customers.Commit(Seen(new("play", "eve"), "e3") with { Lane = Lanes.Rehearsal("play") }, default);
        await store.Workspaces.AddAgent(new("shop", "bea", "h", "s", 5, Far, Noon), default);
        await store.Workspaces.AddAgent(new("shop", "cem", "h", "s", 5, Noon.AddMinutes(15), Noon), default);
    }

    static CustomerCommit Seen(CustomerKey customer, string id) =>
        Took(customer, 0, id) with { Row = Row() with { LastSeenAt = Far } };
}
