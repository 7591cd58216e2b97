using System.Text;
using Engagement.DeadLetters;
using Engagement.Messages;
using Engagement.Storage;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

public sealed class OutboxTests
{
    static readonly DateTimeOffset LeasedUntil = Noon.AddMinutes(10);

    [Theory, OnSqlite, OnPostgres]
    public async Task Effects_wait_in_the_queue_of_their_receiver_and_are_leased_oldest_first(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Commit(
            store, Effect("m1"), Effect("m2"), Effect("a1", "alert-desk"), Effect("m3", notBefore: Noon.AddTicks(1)));

        var claimed = await store.Outbox.Claim("email", Noon, LeasedUntil, 10, default);

        Assert.Equal(["m1", "m2"], claimed.Select(effect => effect.Key));
        Assert.Equal(Ada, claimed[0].Customer);
        Assert.Equal("""{"key":"m1"}""", Encoding.UTF8.GetString(claimed[0].Effect.Span));
        Assert.All(claimed, effect => Assert.Equal((1, false), (effect.Attempt, effect.Interrupted)));
        Assert.Empty(await store.Outbox.Claim("email", Noon, LeasedUntil, 10, default));
        Assert.Equal("a1", Assert.Single(await store.Outbox.Claim("alert-desk", Noon, LeasedUntil, 1, default)).Key);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_lease_that_ran_out_frees_its_row_and_says_that_it_was_interrupted(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Commit(store, Effect("m1"));
        await store.Outbox.Claim("email", Noon, LeasedUntil, 10, default);

        Assert.Empty(await store.Outbox.Claim("email", LeasedUntil.AddTicks(-1), LeasedUntil, 10, default));
        var again = Assert.Single(await store.Outbox.Claim("email", LeasedUntil, LeasedUntil.AddHours(1), 10, default));

        Assert.Equal((2, true), (again.Attempt, again.Interrupted));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Claims_at_once_never_share_a_row(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Commit(store, [.. Enumerable.Range(0, 100).Select(i => Effect($"m{i}"))]);

        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
            await store.Outbox.Claim("email", Noon, LeasedUntil, 10, default)));

        Assert.Equal(100, claims.SelectMany(claim => claim).Select(effect => effect.Row).Distinct().Count());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_retry_waits_and_counts_and_a_row_held_back_does_not_count(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Commit(store, Effect("m1"), Effect("m2"));
        var claimed = await store.Outbox.Claim("email", Noon, LeasedUntil, 10, default);

        await store.Outbox.Settle(
            [new Delivered.Retry(claimed[0].Row, Noon.AddMinutes(1), "busy"), new Delivered.HeldBack(
                claimed[1].Row, Noon)],
            default);

        Assert.Equal(
            new FailedTry(1, "busy", Noon.AddMinutes(1)), (await store.Reads.Message(Ada, "m1", default))!.Failed);
        var held = Assert.Single(await store.Outbox.Claim("email", Noon, LeasedUntil, 10, default));
        Assert.Equal(("m2", 1, false), (held.Key, held.Attempt, held.Interrupted));
        var retried = Assert.Single(await store.Outbox.Claim("email", Noon.AddMinutes(1), LeasedUntil, 10, default));
        Assert.Equal(("m1", 2, false), (retried.Key, retried.Attempt, retried.Interrupted));
        Assert.Equal(new FailedTry(2, "busy", null), (await store.Reads.Message(Ada, "m1", default))!.Failed);
        var listed = await store.Reads.Messages(Ada.Workspace, null, null, 10, default);
        Assert.Equal([null, "busy"], listed.Select(message => message.Failed?.Error));
        Assert.Equal(listed, await store.Reads.Messages(Ada.Workspace, Ada.CustomerId, null, 10, default));

        await store.Outbox.Settle([new Delivered.GivenUp(retried.Row, Noon, "gone")], default);
        Assert.Null((await store.Reads.Message(Ada, "m1", default))!.Failed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_delivery_that_is_done_is_never_claimed_again_and_its_message_is_sent(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Commit(store, Effect("m1"));
        var row = Assert.Single(await store.Outbox.Claim("email", Noon, LeasedUntil, 10, default)).Row;

        var form = new SentForm("ada@new.example", new('a', 64));
        await store.Outbox.Settle([new Delivered.Done(row, Noon.AddSeconds(1), "250 queued", form)], default);
        await store.Outbox.Settle([new Delivered.Retry(row, Noon, "too late")], default);

        Assert.Empty(await store.Outbox.Claim("email", Noon.AddYears(1), LeasedUntil, 10, default));
        var message = await store.Reads.Message(Ada, "m1", default);
        Assert.Equal(
            ("sent", Noon.AddSeconds(1), "250 queued"), (message!.Message.Status, message.SentAt, message.Receipt));
        Assert.Equal(form, message.Form);
        Assert.Equal(
            """{"key":"m1"}""", Encoding.UTF8.GetString((await store.Outbox.Effect(Ada, "m1", default))!.Effect.Span));
        Assert.Null(await store.Outbox.Effect(Ben, "m1", default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_given_up_is_a_dead_letter_of_its_workspace_until_it_is_revived(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Commit(store, Effect("m1"), Effect("m2"));
        var claimed = await store.Outbox.Claim("email", Noon, LeasedUntil, 10, default);
        await store.Outbox.Settle(
            [.. claimed.Select(effect => new Delivered.GivenUp(effect.Row, Noon, "no such address"))], default);

        var dead = await store.Outbox.DeadLetters("shop", DeadLetterFilter.All, 0, 10, default);

        Assert.Equal(["m2", "m1"], dead.Select(letter => letter.Key));
        Assert.Equal(
            ("ada", "email", 1, "no such address"), (
                dead[0].CustomerId, dead[0].Receiver, dead[0].Attempts, dead[0].Error));
        var before = await store.Outbox.DeadLetters("shop", DeadLetterFilter.All, dead[0].Row, 10, default);
        Assert.Equal("m1", Assert.Single(before).Key);
        Assert.Empty(await store.Outbox.DeadLetters("other", DeadLetterFilter.All, 0, 10, default));
        Assert.Equal("failed", (await store.Reads.Message(Ada, "m1", default))!.Message.Status);

        Assert.False(await store.Outbox.Revive("other", dead[0].Row, Noon, default));
        Assert.True(await store.Outbox.Revive("shop", dead[0].Row, Noon, default));
        Assert.False(await store.Outbox.Revive("shop", dead[0].Row, Noon, default));
        Assert.Equal("m2", Assert.Single(await store.Outbox.Claim("email", Noon, LeasedUntil, 10, default)).Key);
        Assert.Equal("queued", (await store.Reads.Message(Ada, "m2", default))!.Message.Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Dead_letters_are_found_counted_and_let_go_by_what_they_have_in_common(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Commit(store, Effect("m1"), Effect("m2"), Effect("a1", "alert-desk"));
        await GiveUp(store, "email", "The relay answered 451.", Noon);
        await GiveUp(store, "alert-desk", "The desk is away.", Noon.AddMinutes(1));

        Assert.Equal(["a1", "m2", "m1"], await Found(new()));
        Assert.Equal(["a1"], await Found(new(Channel: "alert-desk")));
        Assert.Equal(["m2", "m1"], await Found(new(Reason: "RELAY answered")));
        Assert.Equal(["a1", "m2", "m1"], await Found(new(Template: "thanks")));
        Assert.Empty(await Found(new(Template: "another")));
        Assert.Equal(["m2", "m1"], await Found(new(GivenUpUntil: Noon)));
        Assert.Equal(["a1"], await Found(new(GivenUpFrom: Noon.AddTicks(1))));
        Assert.Empty(await Found(new(Customer: "ben/2")));
        Assert.Empty(await Found(new(), "other"));

        var row = (await store.Outbox.DeadLetters("shop", new(Channel: "email"), 0, 1, default))[0].Row;
        Assert.False(await store.Outbox.Dismiss("other", row, Noon, "bea let it go.", default));
        Assert.True(await store.Outbox.Dismiss("shop", row, Noon, "bea let it go.", default));
        Assert.False(await store.Outbox.Dismiss("shop", row, Noon, "bea let it go.", default));
        Assert.Equal(["a1", "m1"], await Found(new()));
        var message = (await store.Reads.Message(Ada, "m2", default))!.Message;
        Assert.Equal(("withheld", "bea let it go."), (message.Status, message.Reason));
        Assert.Empty(await store.Outbox.Claim("email", Noon.AddYears(1), LeasedUntil, 10, default));

        async Task<string[]> Found(DeadLetterFilter filter, string workspace = "shop")
        {
            var letters = await store.Outbox.DeadLetters(workspace, filter, 0, 10, default);
            Assert.Equal(letters.Length, await store.Outbox.CountDeadLetters(workspace, filter, default));
            return [.. letters.Select(letter => letter.Key)];
        }
    }

    static async Task GiveUp(Store store, string receiver, string error, DateTimeOffset at)
    {
        var claimed = await store.Outbox.Claim(receiver, Noon, LeasedUntil, 10, default);
        await store.Outbox.Settle(
            [.. claimed.Select(effect => new Delivered.GivenUp(effect.Row, at, error))], default);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_withheld_is_done_and_its_message_says_why(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Commit(store, Effect("m1"), Effect("m2"));
        var claimed = await store.Outbox.Claim("email", Noon, LeasedUntil, 10, default);

        await store.Outbox.Settle([.. claimed.Select(
            effect => new Delivered.Withheld(effect.Row, Noon, "no consent"))], default);

        Assert.Empty(await store.Outbox.Claim("email", Noon.AddYears(1), LeasedUntil, 10, default));
        Assert.Empty(await store.Outbox.DeadLetters("shop", DeadLetterFilter.All, 0, 10, default));
        var message = (await store.Reads.Message(Ada, "m1", default))!;
        Assert.Equal(
            ("withheld", "no consent", null), (message.Message.Status, message.Message.Reason, message.SentAt));
        await store.Outbox.Settle([new Delivered.Done(claimed[1].Row, Noon, "250 it was sent after all")], default);
        await store.Outbox.Settle([new Delivered.Withheld(claimed[1].Row, Noon, "too late")], default);
        Assert.Equal("sent", (await store.Reads.Message(Ada, "m2", default))!.Message.Status);
        Assert.Equal(2, await store.Get<IOutboxPurge>().Purge(Noon.AddTicks(1), 10, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Depths_count_what_waits(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Commit(store, Effect("m1"), Effect("m2"), Effect("a1", "alert-desk"));
        var row = (await store.Outbox.Claim("email", Noon, LeasedUntil, 1, default))[0].Row;
        await store.Outbox.Settle([new Delivered.Done(row, Noon)], default);

        var depths = await store.Outbox.Depths(default);

        Assert.Equal([("alert-desk", 1), ("email", 1)], depths.Select(depth => (depth.Receiver, depth.Waiting)));
        Assert.All(depths, depth => Assert.NotNull(depth.OldestAt));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_waits_for_its_next_try_is_not_kept_waiting(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Commit(store, Effect("m1"));
        var row = (await store.Outbox.Claim("email", Noon, LeasedUntil, 1, default))[0].Row;
        await store.Outbox.Settle([new Delivered.Retry(row, Noon.AddYears(80), "away")], default);
        await Commit(store, 1, Effect("a1", "alert-desk"));
        var ordered = (await store.Outbox.Claim("alert-desk", Noon, LeasedUntil, 1, default))[0].Row;
        await store.Outbox.Settle([new Delivered.Retry(ordered, DateTimeOffset.UnixEpoch, "away")], default);

        var depths = await store.Outbox.Depths(default);

        Assert.Equal(
            [("alert-desk", depths[0].OldestAt), ("email", Noon.AddYears(80))],
            depths.Select(depth => (depth.Receiver, depth.WaitingSince)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Old_effects_that_are_done_are_purged_in_slices_and_the_message_stays(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Commit(store, Effect("m1"), Effect("m2"), Effect("m3"));
        var claimed = await store.Outbox.Claim("email", Noon, LeasedUntil, 2, default);
        await store.Outbox.Settle([.. claimed.Select(effect => new Delivered.Done(effect.Row, Noon))], default);
        var purge = store.Get<IOutboxPurge>();

        Assert.Equal(0, await purge.Purge(Noon, 10, default));
        Assert.Equal(1, await purge.Purge(Noon.AddTicks(1), 1, default));
        Assert.Equal(1, await purge.Purge(Noon.AddTicks(1), 10, default));

        Assert.Null(await store.Outbox.Effect(Ada, "m1", default));
        Assert.NotNull(await store.Outbox.Effect(Ada, "m3", default));
        Assert.Equal("sent", (await store.Reads.Message(Ada, "m1", default))!.Message.Status);
    }

    static Task Commit(Store store, params OutboxEntry[] effects) => Commit(store, 0, effects);

    static async Task Commit(Store store, long version, params OutboxEntry[] effects) =>
        await store.Customers.Commit(
            Took(Ada, version, $"e{version + 1}") with { Outbox = [.. effects], Messages = [.. effects.Select(
                effect => Message(effect.Key))] },
            default);
}
