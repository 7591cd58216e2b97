using Engagement.Storage;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

public sealed class DueIndexTests
{
    static readonly DateTimeOffset LeasedUntil = Noon.AddHours(2);

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_what_is_due_is_claimed_earliest_first_and_up_to_the_limit(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Wait(store, "late", Noon.AddMinutes(3));
        await Wait(store, "soon", Noon.AddMinutes(1));
        await Wait(store, "middle", Noon.AddMinutes(2));
        await Wait(store, "later", Noon.AddMinutes(9));

        Assert.Equal(["soon", "middle"], await Claim(store, Noon.AddMinutes(4), max: 2));
        Assert.Equal(["late"], await Claim(store, Noon.AddMinutes(4)));
        Assert.Empty(await Claim(store, Noon.AddMinutes(9).AddTicks(-1)));
        Assert.Equal(["later"], await Claim(store, Noon.AddMinutes(9)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_claimed_row_is_nobody_elses_until_its_lease_runs_out(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Wait(store, "ada", Noon);

        Assert.Equal(["ada"], await Claim(store, Noon));
        Assert.Empty(await Claim(store, Noon, clock: LeasedUntil.AddTicks(-1)));
        Assert.Null(await store.Due.Earliest(Lanes.Live, Noon, default));
        Assert.Equal(["ada"], await Claim(store, Noon, clock: LeasedUntil));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_pumps_at_once_share_what_is_due(Dialect on)
    {
        await using var store = await Store.Open(on);
        for (var i = 0; i < 100; i++)
        {
            await Wait(store, $"c{i:000}", Noon.AddSeconds(i));
        }

        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Claim(store, Noon.AddHours(1), max: 10)));

        Assert.Equal(100, claims.SelectMany(claim => claim).Distinct().Count());
        Assert.All(claims, claim => Assert.Equal(10, claim.Count));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_commit_moves_the_row_and_clears_lease_and_attempts(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Wait(store, "ada", Noon);
        await Claim(store, Noon);
        await store.Due.Postpone(Ada, Noon.AddDays(1), default);

        await store.Customers.Commit(Took(Ada, 1, "e2") with { DueAt = Noon }, default);
        var same = Assert.Single(await store.Due.Claim(Lanes.Live, Noon, Noon, LeasedUntil, 10, default));
        await store.Customers.Commit(Took(Ada, 2, "e3") with { DueAt = Noon.AddMinutes(5) }, default);

        Assert.Equal(new(Ada, Noon, 0), same);
        Assert.Empty(await Claim(store, Noon.AddMinutes(4)));
        Assert.Equal(["ada"], await Claim(store, Noon.AddMinutes(5)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_commit_that_waits_for_nothing_removes_the_row(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Wait(store, "ada", Noon);

        await store.Customers.Commit(Took(Ada, 1, "e2"), default);

        Assert.Null(await store.Due.Earliest(Lanes.Live, Noon, default));
        Assert.Empty(await Claim(store, Noon.AddYears(1)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_wake_that_changed_nothing_gives_its_row_back_where_it_belongs(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Wait(store, "ada", Noon);
        await Claim(store, Noon);

        await store.Due.Settle(Ada, Noon.AddMinutes(7), default);
        Assert.Equal(Noon.AddMinutes(7), await store.Due.Earliest(Lanes.Live, Noon, default));
        Assert.Equal(["ada"], await Claim(store, Noon.AddMinutes(7)));

        await store.Due.Settle(Ada, Noon.AddMinutes(7), default);
        Assert.Equal(["ada"], await Claim(store, Noon.AddMinutes(7)));

        await store.Due.Settle(Ada, null, default);
        Assert.Null(await store.Due.Earliest(Lanes.Live, LeasedUntil, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_wake_that_failed_is_left_alone_and_counted(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Wait(store, "ada", Noon);

        await store.Due.Postpone(Ada, Noon.AddMinutes(1), default);
        Assert.Empty(await Claim(store, Noon));
        await store.Due.Postpone(Ada, Noon.AddMinutes(2), default);

        var row = Assert.Single(
            await store.Due.Claim(Lanes.Live, Noon, Noon.AddMinutes(2), LeasedUntil, 10, default));
        Assert.Equal(2, row.Attempts);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_lane_has_its_own_rows(Dialect on)
    {
        await using var store = await Store.Open(on);
        var lane = Lanes.Rehearsal("demo");
        await store.Customers.Commit(Took(new("demo", "eve"), 0, "e1") with { Lane = lane, DueAt = Noon }, default);
        await Wait(store, "ada", Noon.AddMinutes(1));

        Assert.Equal(Noon, await store.Due.Earliest(lane, Noon, default));
        Assert.Equal(Noon.AddMinutes(1), await store.Due.Earliest(Lanes.Live, Noon, default));
        Assert.Equal(0, await store.Due.Overdue(lane, Noon, default));
        Assert.Equal(1, await store.Due.Overdue(lane, Noon.AddTicks(1), default));
        Assert.Null(await store.Due.Earliest(Lanes.Rehearsal("nobody"), Noon, default));

        var claimed = Assert.Single(await store.Due.Claim(lane, Noon.AddYears(1), Noon, LeasedUntil, 10, default));
        Assert.Equal(new CustomerKey("demo", "eve"), claimed.Customer);
    }

    static async Task Wait(Store store, string customer, DateTimeOffset dueAt) =>
        await store.Customers.Commit(Took(new("shop", customer), 0, customer) with { DueAt = dueAt }, default);

    static async Task<List<string>> Claim(Store store, DateTimeOffset now, DateTimeOffset? clock = null, int max = 100)
    {
        var rows = await store.Due.Claim(
            Lanes.Live, now, clock ?? Noon, LeasedUntil.AddHours(clock is null ? 0 : 1), max, default);
        return [.. rows.Select(row => row.Customer.CustomerId)];
    }
}
