using System.Text;
using Engagement.DeadLetters;
using Engagement.Storage;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

/// <summary>What is known of work that was in the hands of a process when it ended.</summary>
public sealed class SuspectTests
{
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    static readonly OutboxEntry Again = new("wake", "follow-ups", Noon, Encoding.UTF8.GetBytes("{}"));

    [Theory, OnSqlite, OnPostgres]
    public async Task An_effect_that_a_process_ended_with_is_set_apart_and_counted(Dialect on)
    {
        await using var lives = await Lives.Begin(on);
        await Commit(lives.Store, Effect("m1"), Effect("m2"));
        await Claim(lives.Store, Noon, max: 1);

        var now = await lives.Die(Noon + Lease);

        Assert.Equal(["m2"], await Claim(lives.Store, now));
        var suspect = (await lives.Effects.Next(now, default))!;
        Assert.Equal(("email", new Suspicion(1, 0)), (suspect.Receiver, suspect.Suspicion));
        var taken = (await lives.Effects.Take(suspect.Row, now, now + Lease, default))!;
        Assert.Equal((Ada, "m1", 2, true), (taken.Customer, taken.Key, taken.Attempt, taken.Interrupted));
        Assert.Null(await lives.Effects.Take(suspect.Row, now, now + Lease, default));
        Assert.Null(await lives.Effects.Next(now, default));

        await lives.Store.Outbox.Settle([new Delivered.Retry(suspect.Row, now, "busy")], default);
        Assert.Equal(["m1"], await Claim(lives.Store, now));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Three_ends_with_nothing_beside_it_put_an_effect_at_fault(Dialect on)
    {
        await using var lives = await Lives.Begin(on);
        await Commit(lives.Store, Effect("m1"));
        await Claim(lives.Store, Noon);
        var now = await lives.Die(Noon + Lease);
        Assert.Empty(await Claim(lives.Store, now));

        var met = new List<Suspicion>();
        while ((await lives.Effects.Next(now, default))! is { Suspicion.IsAtFault: false } suspect)
        {
            met.Add(suspect.Suspicion);
            await lives.Effects.Take(suspect.Row, now, now + Lease, default);
            now = await lives.Die(now + Lease);
        }

        Assert.Equal([new(1, 0), new(2, 0), new(3, 1), new(4, 2)], met);
        Assert.Equal([false, true, true, true], met.Select(suspicion => suspicion.MustBeAlone));
        var row = (await lives.Effects.Next(now, default))!.Row;
        await lives.Store.Outbox.Settle([new Delivered.GivenUp(row, now, Suspicion.Reason)], default);
        Assert.Equal(
            Suspicion.Reason,
            Assert.Single(await lives.Store.Outbox.DeadLetters("shop", DeadLetterFilter.All, 0, 10, default)).Error);
        Assert.Null(await lives.Effects.Next(now, default));

        Assert.True(await lives.Store.Outbox.Revive("shop", row, now, default));
        Assert.Equal(["m1"], await Claim(lives.Store, now));
        now = await lives.Die(now + Lease);
        Assert.Empty(await Claim(lives.Store, now));
        Assert.Equal(new Suspicion(1, 0), (await lives.Effects.Next(now, default))!.Suspicion);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_given_back_or_was_slow_in_a_process_that_lives_is_not_counted(Dialect on)
    {
        await using var lives = await Lives.Begin(on);
        await Commit(lives.Store, Effect("slow"), Effect("stopped"));
        await Claim(lives.Store, Noon, max: 1);
        Assert.Equal(["slow", "stopped"], (await Claim(lives.Store, Noon + Lease)).Order(StringComparer.Ordinal));
        var rows = await lives.Store.Outbox.Claim("email", Noon + Lease * 2, Noon + Lease * 3, 10, default);
        await lives.Store.Outbox.GiveBack([.. rows.Select(row => row.Row)], default);

        var now = await lives.Die(Noon + Lease * 3);

        var again = await lives.Store.Outbox.Claim("email", now, now + Lease, 10, default);
        Assert.Equal(2, again.Length);
        Assert.All(again, row => Assert.True(row.Interrupted));
        Assert.Null(await lives.Effects.Next(now + Lease, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_set_apart_still_waits_and_keeps_its_place_when_nothing_was_tried(Dialect on)
    {
        await using var lives = await Lives.Begin(on);
        await Commit(lives.Store, Effect("m1"));
        await Claim(lives.Store, Noon);
        var now = await lives.Die(Noon + Lease);
        await Claim(lives.Store, now);
        Assert.Equal(1, Assert.Single(await lives.Store.Outbox.Depths(default)).Waiting);

        var row = (await lives.Effects.Next(now, default))!.Row;
        await lives.Effects.Take(row, now, now + Lease, default);
        await lives.Store.Outbox.Settle([new Delivered.HeldBack(row, now)], default);

        Assert.Empty(await Claim(lives.Store, now));
        Assert.Equal(row, (await lives.Effects.Next(now, default))!.Row);
        await lives.Store.Outbox.Settle([new Delivered.Done(row, now)], default);
        Assert.Null(await lives.Effects.Next(now, default));
        Assert.Equal("sent", (await lives.Store.Reads.Message(Ada, "m1", default))!.Message.Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_customer_whose_wake_a_process_ended_with_is_set_apart_and_given_up_after_three_lone_ends(
        Dialect on)
    {
        await using var lives = await Lives.Begin(on);
        await Wait(lives.Store, "ada", Noon);
        await Wait(lives.Store, "ben", Noon.AddSeconds(1));
        Assert.Equal(["ada"], await Wakes(lives.Store, Noon));
        var now = await lives.Die(Noon + Lease);
        Assert.Equal(["ben"], await Wakes(lives.Store, now));
        Assert.Equal(2, await lives.Store.Due.Overdue(Lanes.Live, now, default));

        var met = new List<Suspicion>();
        while ((await lives.Customers.Next(now, default))! is { Suspicion.IsAtFault: false } suspect)
        {
            met.Add(suspect.Suspicion);
            Assert.Equal(new DueCustomer(Ada, Noon, 0), suspect.Due);
            Assert.True(await lives.Customers.Take(Ada, now, now + Lease, default));
            Assert.False(await lives.Customers.Take(Ada, now, now + Lease, default));
            Assert.Null(await lives.Customers.Next(now, default));
            now = await lives.Die(now + Lease);
        }

        Assert.Equal([new(1, 0), new(2, 0), new(3, 1), new(4, 2)], met);
        await lives.Customers.GiveUp(new(Ada, Noon, 4), Again, Suspicion.Reason, now, default);
        Assert.Null(await lives.Customers.Next(now, default));
        var letter = Assert.Single(await lives.Store.Outbox.DeadLetters("shop", DeadLetterFilter.All, 0, 10, default));
        Assert.Equal(
            ("ada", "follow-ups", 4, Suspicion.Reason),
            (letter.CustomerId, letter.Receiver, letter.Attempts, letter.Error));
        Assert.DoesNotContain("ada", await Wakes(lives.Store, now.AddDays(1)));

        await lives.Customers.Release(Ada, default);
        Assert.Contains("ada", await Wakes(lives.Store, now.AddDays(2)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_customer_comes_back_from_being_set_apart_by_a_commit_of_what_was_due_or_a_wake_that_ends(
        Dialect on)
    {
        await using var lives = await Lives.Begin(on);
        foreach (var customer in (string[])["commits", "settles", "moves", "fails"])
        {
            await Wait(lives.Store, customer, Noon);
        }

        Assert.Equal(4, (await Wakes(lives.Store, Noon)).Count);
        var now = await lives.Die(Noon + Lease);
        Assert.Empty(await Wakes(lives.Store, now));

        await lives.Store.Customers.Commit(
            Took(new("shop", "commits"), 1, "again") with { DueAt = Noon.AddSeconds(5) }, default);
        await lives.Store.Due.Settle(new("shop", "settles"), Noon, default);
        await lives.Store.Due.Settle(new("shop", "moves"), Noon.AddSeconds(9), default);
        await lives.Store.Due.Postpone(new("shop", "fails"), now.AddSeconds(1), default);

        Assert.Null(await lives.Customers.Next(now, default));
        Assert.Equal(["settles", "commits", "moves"], await Wakes(lives.Store, now));
        Assert.Equal(["fails"], await Wakes(lives.Store, now.AddSeconds(1)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_commit_that_leaves_what_was_due_forgets_no_end(Dialect on)
    {
        await using var lives = await Lives.Begin(on);
        await Wait(lives.Store, "ada", Noon);
        await Wakes(lives.Store, Noon);
        var now = await lives.Die(Noon + Lease);
        Assert.Empty(await Wakes(lives.Store, now));
        Assert.NotNull(await lives.Customers.Next(now, default));
        await lives.Customers.Take(Ada, now, now + Lease, default);
        now = await lives.Die(now + Lease);
        Assert.Equal(new(2, 0), (await lives.Customers.Next(now, default))!.Suspicion);

        await lives.Store.Customers.Commit(Took(Ada, 1, "again") with { DueAt = Noon }, default);

        Assert.Empty(await Wakes(lives.Store, now));
        Assert.Equal(new(2, 0), (await lives.Customers.Next(now, default))!.Suspicion);
        await lives.Store.Customers.Commit(Took(Ada, 2, "done") with { DueAt = Noon.AddDays(1) }, default);
        Assert.Null(await lives.Customers.Next(now, default));
        Assert.Equal(["ada"], await Wakes(lives.Store, now.AddDays(1)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_was_given_up_stays_so_through_every_commit_until_they_are_let_go(Dialect on)
    {
        await using var lives = await Lives.Begin(on);
        await Wait(lives.Store, "ada", Noon);
        await Wakes(lives.Store, Noon);
        var now = await lives.Die(Noon + Lease);
        await Wakes(lives.Store, now);
        await lives.Customers.GiveUp(new(Ada, Noon, 4), Again, Suspicion.Reason, now, default);

        await lives.Store.Customers.Commit(Took(Ada, 1, "same") with { DueAt = Noon }, default);
        await lives.Store.Customers.Commit(Took(Ada, 2, "moved") with { DueAt = Noon.AddSeconds(1) }, default);
        var letter = Assert.Single(await lives.Store.Outbox.DeadLetters("shop", DeadLetterFilter.All, 0, 10, default));
        Assert.True(await lives.Store.Outbox.Dismiss("shop", letter.Row, now, "enough", default));
        await lives.Store.Customers.Commit(Took(Ada, 3, "dismissed") with { DueAt = Noon.AddSeconds(1) }, default);

        Assert.Empty(await Wakes(lives.Store, now));
        Assert.Null(await lives.Customers.Next(now, default));
        await lives.Customers.Release(Ada, default);
        Assert.Equal(["ada"], await Wakes(lives.Store, now));
    }

    [PostgresFact]
    public async Task A_customer_whom_somebody_holds_is_set_apart_later_and_holds_up_nobody()
    {
        await using var lives = await Lives.Begin(Dialect.Postgres);
        await Wait(lives.Store, "ada", Noon);
        await Wakes(lives.Store, Noon);
        var now = await lives.Die(Noon + Lease);
        await Wait(lives.Store, "ben", Noon);
        await using (await HeldRowTests.Transaction.Begin(
            lives.Store.Options.ConnectionString!, "SELECT 1 FROM customers WHERE customer_id = 'ada' FOR UPDATE"))
        {
            Assert.Equal(["ben"], await Wakes(lives.Store, now));
            Assert.Null(await lives.Customers.Next(now, default));
        }

        Assert.Empty(await Wakes(lives.Store, now));
        Assert.Equal("ada", (await lives.Customers.Next(now, default))!.Due.Customer.CustomerId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rehearsals_wake_is_never_set_apart(Dialect on)
    {
        await using var lives = await Lives.Begin(on);
        var lane = Lanes.Rehearsal("play");
        var eve = new CustomerKey("play", "eve");
        await lives.Store.Customers.Commit(Took(eve, 0, "e1") with { Lane = lane, DueAt = Noon }, default);
        await lives.Store.Due.Orphan(eve, Noon.AddSeconds(-1), default);
        Assert.Single(await lives.Store.Due.Claim(lane, Noon, Noon, Noon + Lease, 10, default));

        var now = await lives.Die(Noon + Lease);

        Assert.Single(await lives.Store.Due.Claim(lane, now, now, now, 10, default));
        Assert.Null(await lives.Customers.Next(now, default));
        await lives.Store.Customers.Commit(Took(eve, 1, "e2") with { Lane = lane, DueAt = Noon }, default);
        Assert.Single(await lives.Store.Due.Claim(lane, now, now, now, 10, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_wake_that_was_given_back_is_not_counted_and_one_whose_silo_went_away_is(Dialect on)
    {
        await using var lives = await Lives.Begin(on);
        await Wait(lives.Store, "ada", Noon);
        await Wait(lives.Store, "eve", Noon);
        await Wakes(lives.Store, Noon);
        await lives.Store.Due.GiveBack([Ada], default);
        await lives.Store.Due.Orphan(new("shop", "eve"), Noon.AddSeconds(1), default);

        Assert.Empty(await Wakes(lives.Store, Noon));
        Assert.Equal(["ada"], await Wakes(lives.Store, Noon + Lease));
        Assert.Equal("eve", (await lives.Customers.Next(Noon + Lease, default))!.Due.Customer.CustomerId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rehearsals_wakes_are_found_at_once_after_a_process_ended(Dialect on)
    {
        await using var lives = await Lives.Begin(on);
        var lane = Lanes.Rehearsal("play");
        var eve = new CustomerKey("play", "eve");
        await lives.Store.Customers.Commit(Took(eve, 0, "e1") with { Lane = lane, DueAt = Noon }, default);
        await lives.Store.Due.Claim(lane, Noon, Noon, Noon, 10, default);

        var now = await lives.Die(Noon);

        Assert.Single(await lives.Store.Due.Claim(lane, Noon, now, now, 10, default));
        Assert.Null(await lives.Customers.Next(now, default));
    }

    static async Task Commit(Store store, params OutboxEntry[] effects) =>
        await store.Customers.Commit(
            Took(Ada, 0, "e1") with { Outbox = [.. effects], Messages = [.. effects.Select(
                effect => Message(effect.Key))] },
            default);

    static async Task Wait(Store store, string customer, DateTimeOffset dueAt) =>
        await store.Customers.Commit(Took(new("shop", customer), 0, customer) with { DueAt = dueAt }, default);

    static async Task<List<string>> Claim(Store store, DateTimeOffset now, int max = 10) =>
        [.. (await store.Outbox.Claim("email", now, now + Lease, max, default)).Select(effect => effect.Key)];

    static async Task<List<string>> Wakes(Store store, DateTimeOffset now) =>
        [.. (await store.Due.Claim(Lanes.Live, now, now, now + Lease, 10, default))
            .Select(due => due.Customer.CustomerId)];

    /// <summary>One process after another on the same database, each of which ends without a word.</summary>
    sealed class Lives(StorageOptions options, Func<ValueTask> drop) : IAsyncDisposable
    {
        public Store Store { get; private set; } = Store.Over(options);

        public ISuspectEffects Effects => Store.Get<ISuspectEffects>();

        public ISuspectCustomers Customers => Store.Get<ISuspectCustomers>();

        public static async Task<Lives> Begin(Dialect on)
        {
            var (options, drop) = await Store.Prepare(on);
            return new(options, drop);
        }

        /// <returns>What the time is in the next life.</returns>
        public async Task<DateTimeOffset> Die(DateTimeOffset later)
        {
            await Store.DisposeAsync();
            Store = Store.Over(options);
            return later;
        }

        public async ValueTask DisposeAsync()
        {
            await Store.DisposeAsync();
            await drop();
        }
    }
}
