using System.Collections.Immutable;
using Engagement.Loyalty;
using Engagement.Storage;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

public sealed class CommitTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_committed_is_read_back_to_the_tick(Dialect on)
    {
        await using var store = await Store.Open(on);
        var turn = Turn(Ada, 0, Event(1, "e1"), FollowUp(2, "[]"), Event(3, "e3", source: "shop-de"));

        Assert.Empty((await store.Customers.Commit(turn, default)).Duplicates);

        Assert.Equal(turn.Entries.Texts(), (await store.Customers.Tail(Ada, 0, default)).Texts());
        Assert.Equal(turn.Entries.Skip(2).Texts(), (await store.Customers.Tail(Ada, 2, default)).Texts());
        Assert.Empty(await store.Customers.Tail(Ada, 3, default));
        Assert.Empty(await store.Customers.Tail(Ben, 0, default));
        Assert.Empty(await store.Customers.Tail(Ada with { Workspace = "other" }, 0, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Addresses_that_get_nothing_more_are_found_by_address_in_their_workspace(Dialect on)
    {
        await using var store = await Store.Open(on);
        SuppressionRow Of(string? reason) => new("email", SuppressionRow.Compared("Äda@example.com"), reason);
        await store.Customers.Commit(Took(Ada, 0, "e1") with { Suppressions = [Of("It bounced.")] }, default);
        await store.Customers.Commit(Took(Ben, 0, "e2") with { Suppressions = [Of("No."), Of("Again.")] }, default);

        Assert.Equal([new("ada", "It bounced."), new("ben/2", "No.")], (await Held()).AsEnumerable());
        Assert.Empty(await Held("other"));
        Assert.Empty(await Held(channel: "sms"));

        await Assert.ThrowsAsync<VersionConflictException>(async () => await store.Customers.Commit(
            Took(Ben, 0, "e3") with { Suppressions = [Of(null)] }, default));
        await store.Customers.Commit(Took(Ada, 1, "e4") with { Suppressions = [Of(null)] }, default);
        Assert.Equal([new("ben/2", "No.")], (await Held()).AsEnumerable());

        async Task<ImmutableArray<HeldSuppression>> Held(string workspace = "shop", string channel = "email") =>
            await store.Customers.Suppressed(workspace, channel, "äDA@example.com", default);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_turn_on_an_older_version_is_refused_and_writes_nothing(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Customers.Commit(Took(Ada, 0, "e1"), default);

        await Assert.ThrowsAsync<VersionConflictException>(
            async () => await store.Customers.Commit(Took(Ada, 0, "e2"), default));
        await Assert.ThrowsAsync<VersionConflictException>(
            async () => await store.Customers.Commit(Took(Ada, 5, "e3"), default));
        await Assert.ThrowsAsync<VersionConflictException>(
            async () => await store.Customers.Commit(Took(Ben, 1, "e4"), default));

        Assert.Single(await store.Customers.Tail(Ada, 0, default));
        Assert.False(await store.Reads.Exists(Ben, default));
        await store.Customers.Commit(Took(Ada, 1, "e2"), default);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_event_taken_before_is_answered_with_its_first_version_time_and_hash(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Customers.Commit(Turn(Ada, 0, Event(1, "e1"), Event(2, "e2", hash: 7)), default);

        var answer = await store.Customers.Commit(
            Turn(Ben, 0, Event(1, "e2"), Event(2, "e1", hash: 99), Event(3, "new")), default);

        Assert.Equal(
            [new DuplicateEvent(new("shop-br", "e2"), 2, Noon.AddMinutes(2), new(ulong.MaxValue, 7)),
             new DuplicateEvent(new("shop-br", "e1"), 1, Noon.AddMinutes(1), new(ulong.MaxValue, 1))],
            answer.Duplicates.AsEnumerable());
        Assert.Empty(await store.Customers.Tail(Ben, 0, default));
        Assert.Empty((await store.Customers.Commit(Took(Ben, 0, "new"), default)).Duplicates);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_event_id_of_another_source_or_workspace_is_another_event(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Customers.Commit(Took(Ada, 0, "e1"), default);

        var otherSource = await store.Customers.Commit(Turn(Ada, 1, Event(2, "e1", source: "shop-de")), default);
        var otherWorkspace = await store.Customers.Commit(Took(new("other", "ada"), 0, "e1"), default);

        Assert.Empty(otherSource.Duplicates);
        Assert.Empty(otherWorkspace.Duplicates);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_many_customers_at_once_each_gets_its_own_answer(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Customers.Commit(Took(Ada, 0, "e1"), default);

        var commits = Enumerable.Range(0, 2_000).Select(i => Outcome(store, i switch
        {
            500 => Took(Ada, 0, "stale"),
            1_000 => Took(Ben, 0, "e1"),
            _ => Took(new("shop", $"c{i}"), 0, $"c{i}"),
        }));
        var outcomes = await Task.WhenAll(commits);

        Assert.Equal("conflict", outcomes[500]);
        Assert.Equal("taken e1", outcomes[1_000]);
        Assert.Equal(1_998, outcomes.Count(outcome => outcome == "written"));
        Assert.Equal(1_999, (await store.Reads.Totals("shop", default)).Customers);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_several_customers_who_bring_one_event_at_once_exactly_one_takes_it(Dialect on)
    {
        await using var store = await Store.Open(on);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            Outcome(store, Turn(new("shop", $"c{i}"), 0, Event(1, $"own{i}"), Event(2, $"shared{i % 10}")))));

        Assert.Equal(10, outcomes.Count(outcome => outcome == "written"));
        Assert.Equal(190, outcomes.Count(outcome => outcome.StartsWith("taken shared", StringComparison.Ordinal)));
        Assert.Equal(20, (await store.Reads.Totals("shop", default)).Events);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_several_turns_of_one_customer_on_one_version_exactly_one_is_written(Dialect on)
    {
        await using var store = await Store.Open(on);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Outcome(store, Took(Ada, 0, $"e{i}"))));

        Assert.Equal(1, outcomes.Count(outcome => outcome == "written"));
        Assert.Equal(49, outcomes.Count(outcome => outcome == "conflict"));
        Assert.Single(await store.Customers.Tail(Ada, 0, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Turns_of_one_customer_that_follow_each_other_may_share_a_transaction(Dialect on)
    {
        await using var store = await Store.Open(on);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Outcome(store, Took(Ada, i, $"e{i}"))));

        Assert.All(outcomes, outcome => Assert.Equal("written", outcome));
        Assert.Equal(50, (await store.Customers.Tail(Ada, 0, default)).Length);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_movement_of_points_cannot_be_booked_twice(Dialect on)
    {
        await using var store = await Store.Open(on);
        var earned = Booked("points:order-7", Accounts.Issued, Accounts.Pending, 10);
        await store.Customers.Commit(Took(Ada, 0, "e1") with { Ledger = [earned] }, default);

        var again = Took(Ada, 1, "e2") with { Ledger = [earned with { Points = 500 }] };

        var refused = await Assert.ThrowsAnyAsync<Exception>(async () => await store.Customers.Commit(again, default));
        Assert.Contains("points:order-7", refused.Message, StringComparison.Ordinal);
        Assert.Equal(earned, Assert.Single(await store.Reads.Ledger(Ada, null, 10, default)).Entry);
        Assert.Single(await store.Customers.Tail(Ada, 0, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pumps_hear_of_effects_and_due_times_after_the_commit(Dialect on)
    {
        await using var store = await Store.Open(on);
        var receivers = new List<string>();
        var due = new List<(string Lane, DateTimeOffset At)>();
        store.Signals.EffectsCommitted += receivers.AddRange;
        store.Signals.DueCommitted += (lane, at) => due.Add((lane, at));
        var heard = new TaskCompletionSource();
        store.Signals.DueCommitted += (_, _) => heard.TrySetResult();

        await store.Customers.Commit(
            Took(Ada, 0, "e1") with { Outbox = [Effect("m1"), Effect("a1", "alert-desk")], DueAt = Noon }, default);
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(["alert-desk", "email"], receivers.Order());
        Assert.Equal([(Lanes.Live, Noon)], due);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_turn_with_a_gap_in_its_versions_is_a_defect(Dialect on)
    {
        await using var store = await Store.Open(on);

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.Customers.Commit(Turn(Ada, 0, Event(2, "e1")), default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Any_text_goes_in_and_comes_out(Dialect on)
    {
        await using var store = await Store.Open(on);
        var odd = new CustomerKey("shop", "o'brien/\u202e😀%_\\\"");

        await store.Customers.Commit(
            Took(odd, 0, "𝔢'1") with { Row = Row("nul\0nul", new string('ü', 4_000)) }, default);

        var listed = Assert.Single(await store.Reads.List("shop", null, null, 10, default));
        Assert.Equal(odd.CustomerId, listed.CustomerId);
        Assert.Equal(4_000, listed.Row.Email!.Length);
        Assert.Equal("𝔢'1", Assert.Single(await store.Customers.Tail(odd, 0, default)).Event!.Key.Id);
    }

    static async Task<string> Outcome(Store store, CustomerCommit commit)
    {
        try
        {
            var answer = await store.Customers.Commit(commit, default);
            return answer.Duplicates.IsEmpty ? "written" : $"taken {answer.Duplicates[0].Key.Id}";
        }
        catch (VersionConflictException)
        {
            return "conflict";
        }
    }
}
