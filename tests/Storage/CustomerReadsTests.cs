using Engagement.Alerts;
using Engagement.Customers;
using Engagement.Loyalty;
using Engagement.Storage;
using Engagement.Storage.Postgres;
using Engagement.Storage.Sqlite;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

public sealed class CustomerReadsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Customers_are_listed_by_id_page_by_page_and_found_by_part_of_id_name_or_mail(Dialect on)
    {
        await using var store = await Store.Open(on);
        foreach (var (id, name) in new[] { ("b", "Bea"), ("a", "Ada"), ("Z", "Zoe"), ("a-2", null) })
        {
            await store.Customers.Commit(
                Took(new("shop", id), 0, id) with { Row = Row(name, $"{id}@example.org") }, default);
        }

        await store.Customers.Commit(Took(new("other", "x"), 0, "x"), default);

        Assert.Equal(["Z", "a", "a-2", "b"], await Ids(store));
        Assert.Equal(["a-2"], await Ids(store, after: "a", max: 1));
        Assert.Equal(["b"], await Ids(store, search: "bEA"));
        Assert.Equal(["a-2"], await Ids(store, search: "A-2@EX"));
        Assert.Empty(await Ids(store, search: "%"));
        Assert.Equal(
            new ListedCustomer("a", 1, Row("Ada", "a@example.org")),
            (await store.Reads.List("shop", "Ada", null, 10, default))[0]);
        Assert.True(await store.Reads.Exists(new("other", "x"), default));
        Assert.False(await store.Reads.Exists(new("shop", "x"), default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_customer_is_found_whatever_the_case_and_the_accents(Dialect on)
    {
        await using var store = await Store.Open(on);
        foreach (var (id, name) in Named)
        {
            await store.Customers.Commit(
                Took(new("shop", id), 0, id) with { Row = Row(name, $"{id}@example.org") }, default);
        }

        foreach (var (search, found) in Searches)
        {
            Assert.Equal(found.Split(' '), await Ids(store, search));
        }

        Assert.Empty(await Ids(store, search: "elodié x"));
    }

    [Fact]
    public async Task A_search_goes_by_the_index_of_its_workspace_and_sorts_nothing()
    {
        await using var store = await Store.Open(Dialect.Sqlite);

        var plan = await store.Get<SqliteDatabase>().Read(
            reader => reader.Statement($"EXPLAIN QUERY PLAN {SqliteCustomerReads.SelectListed(waiting: false)}")
                .All(row => row.Text(3)),
            default);

        Assert.Equal(2, plan.Length);
        Assert.Contains("(workspace=? AND customer_id>?)", plan[1], StringComparison.Ordinal);
        Assert.All(plan, step => Assert.StartsWith("SEARCH", step, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Those_who_wait_for_something_unknown_are_found_by_an_index_of_theirs()
    {
        await using var store = await Store.Open(Dialect.Sqlite);

        var plan = await store.Get<SqliteDatabase>().Read(
            reader => reader.Statement($"EXPLAIN QUERY PLAN {SqliteCustomerReads.SelectListed(waiting: true)}")
                .All(row => row.Text(3)),
            default);

        Assert.Equal(2, plan.Length);
        Assert.Contains("customers_unknown_waits", plan[1], StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Those_who_wait_for_something_unknown_are_listed_until_they_no_longer_do(Dialect on)
    {
        await using var store = await Store.Open(on);
        var (waits, rests) = (Row("Ada", "a@example.org") with { UnknownWaits = 2 }, Row("Bo", "b@example.org"));
        await store.Customers.Commit(Took(Ada, 0, "e1") with { Row = waits }, default);
        await store.Customers.Commit(Took(new("shop", "bo"), 0, "e2") with { Row = rests }, default);
        await store.Customers.Commit(Took(new("other", "x"), 0, "e3") with { Row = waits }, default);

        Assert.Equal([new ListedCustomer("ada", 1, waits)], await Waiting(null));
        Assert.Empty(await Waiting("bo"));

        await store.Customers.Commit(Took(Ada, 1, "e4") with { Row = waits with { UnknownWaits = 0 } }, default);
        Assert.Empty(await Waiting(null));

        async Task<IEnumerable<ListedCustomer>> Waiting(string? search) => await store.Reads.List(
            "shop", new CustomerFilter(search, WaitForUnknown: true), null, 10, default);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_name_with_a_character_that_has_no_normal_form_is_written_and_found(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Customers.Commit(
            Took(Ada, 0, "e1") with { Row = Row("\u00c9lo\uFFFEdie", "a@example.org") }, default);

        Assert.Equal(["ada"], await Ids(store, search: "\u00e9lo"));
        Assert.Equal(["ada"], await Ids(store, search: "\uFFFE"));
        Assert.Empty(await Ids(store, search: "x\uFFFE"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_customer_who_changed_their_name_is_found_by_the_new_one_alone(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Customers.Commit(Took(Ada, 0, "e1") with { Row = Row("ÉLODIE", "a@example.org") }, default);
        await store.Customers.Commit(Took(Ada, 1, "e2") with { Row = Row("Ada", "a@example.org") }, default);

        Assert.Empty(await Ids(store, search: "élodie"));
        Assert.Equal(["ada"], await Ids(store, search: "ADA"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Customers_of_a_database_of_the_version_before_are_found_as_well(Dialect on)
    {
        var (options, drop) = await Store.Prepare(on);
        await using (var written = Store.Over(options))
        {
            foreach (var (id, name) in Named)
            {
                await written.Customers.Commit(
                    Took(new("shop", id), 0, id) with { Row = Row(name, $"{id}@example.org") }, default);
            }

            await TakeBack(on, written);
        }

        await using var store = Store.Over(options, drop);
        foreach (var (search, found) in Searches)
        {
            Assert.Equal(found.Split(' '), await Ids(store, search));
        }
    }

    static (string Id, string Name)[] Named =>
        [("a", "ÉLODIE Dùbois"), ("b", "Jürgen ŁUKASZ"), ("c", "ΟΔΟΣ"), ("d", "İpek"), ("é-mil", "Ann"), ("z", "Zoe")];

    static (string Search, string Found)[] Searches =>
    [
        ("élodie", "a"), ("Elodie", "a"), ("E\u0301LODIE D", "a"), ("dubois", "a"), ("JURGEN", "b"),
        ("łukasz", "b"), ("οδος", "c"), ("ipek", "d"), ("E-MIL", "é-mil"), ("é-MIL@example", "é-mil"), ("zOé", "z"),
    ];

    /// <summary>Makes it what the version before would have left.</summary>
    static async Task TakeBack(Dialect on, Store store)
    {
        if (on == Dialect.Sqlite)
        {
            await store.Get<SqliteDatabase>().Write(
                writer =>
                {
                    writer.Run("ALTER TABLE customers DROP COLUMN folded");
                    return writer.Statement("DELETE FROM migrations WHERE name LIKE '%folded%'").Run();
                },
                default);
            return;
        }

        var database = store.Get<PostgresDatabase>().ByKey;
        await database.Run("ALTER TABLE customers DROP COLUMN folded", default);
        await database.Run("DELETE FROM migrations WHERE name LIKE '%folded%'", default);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_timeline_is_the_journal_newest_first(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Customers.Commit(Turn(Ada, 0, Event(1, "e1"), FollowUp(2, "[]"), Event(3, "e3")), default);

        Assert.Equal([3L, 2], (await store.Reads.Timeline(Ada, null, 2, default)).Select(entry => entry.Version));
        Assert.Equal([1L], (await store.Reads.Timeline(Ada, 2, 2, default)).Select(entry => entry.Version));
        Assert.Empty(await store.Reads.Timeline(Ben, null, 2, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_ledger_is_read_newest_first(Dialect on)
    {
        await using var store = await Store.Open(on);
        var earned = Booked("earn", Accounts.Issued, Accounts.Pending, 10);
        var matured = Booked("mature", Accounts.Pending, Accounts.Available, 10);
        await store.Customers.Commit(Took(Ada, 0, "e1") with { Ledger = [earned, matured] }, default);
        await store.Customers.Commit(Took(Ben, 0, "e2") with { Ledger = [earned] }, default);

        var first = Assert.Single(await store.Reads.Ledger(Ada, null, 1, default));

        Assert.Equal(matured, first.Entry);
        Assert.Equal(earned, Assert.Single(await store.Reads.Ledger(Ada, first.Row, 10, default)).Entry);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Messages_are_listed_by_customer_and_by_workspace_newest_first(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Customers.Commit(
            Took(Ada, 0, "e1") with { Messages = [Message("m1"), Message("m2", "withheld", "no consent")] }, default);
        await store.Customers.Commit(Took(Ben, 0, "e2") with { Messages = [Message("m1")] }, default);

        var all = await store.Reads.Messages("shop", null, null, 10, default);

        Assert.Equal(
            [("ben/2", "m1"), ("ada", "m2"), ("ada", "m1")], all.Select(one => (one.CustomerId, one.Message.Key)));
        Assert.Equal(Message("m2", "withheld", "no consent"), all[1].Message);
        Assert.Equal(
            ["m1"],
            (await store.Reads.Messages("shop", "ada", all[1].Row, 10, default)).Select(one => one.Message.Key));
        Assert.Equal(
            ["m1"], (await store.Reads.Messages("shop", null, all[1].Row, 10, default)).Select(one => one.Message.Key));
        Assert.Empty(await store.Reads.Messages("other", null, null, 10, default));
        Assert.Equal(all[0], await store.Reads.Message(Ben, "m1", default));
        Assert.Null(await store.Reads.Message(Ben, "m2", default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_message_that_was_held_back_once_can_still_be_queued(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Customers.Commit(
            Took(Ada, 0, "e1") with { Messages = [Message("m1", "withheld", "quiet hours")] }, default);
        await store.Customers.Commit(Took(Ada, 1, "e2") with { Messages = [Message("m1")] }, default);
        await store.Customers.Commit(
            Took(Ada, 2, "e3") with { Messages = [Message("m1", "withheld", "again")] }, default);

        Assert.Equal(Message("m1"), (await store.Reads.Message(Ada, "m1", default))!.Message);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Totals_add_up(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Customers.Commit(
            Turn(Ada, 0, Event(1, "e1"), FollowUp(2, """[{"fact":"x"}]"""), FollowUp(3, "[]")) with
            {
                Ledger =
                [
                    Booked("earn", Accounts.Issued, Accounts.Pending, 100),
                    Booked("mature", Accounts.Pending, Accounts.Available, 60),
                    Booked("claw", Accounts.Available, Accounts.ClawedBack, 25),
                ],
                Messages = [Message("m1"), Message("m2"), Message("m3", "withheld", "no consent")],
            },
            default);
        await store.Customers.Commit(Took(Ben, 0, "e2"), default);
        await store.Customers.Commit(Took(new("other", "x"), 0, "x"), default);
        await store.Feed.Append(
            "shop", [new("k", "ada", new FeedItem.Raised("a", Noon, Severity.High, "t", "r", "rule", null))], default);

        var totals = await store.Reads.Totals("shop", default);

        Assert.Equal((2, 2, 5, 1), (totals.Customers, totals.Events, totals.Facts, totals.FollowUps));
        Assert.Equal((40, 35, 25), (totals.PointsPending, totals.PointsAvailable, totals.PointsClawedBack));
        Assert.Equal(KeyValuePair.Create("thanks", 2L), Assert.Single(totals.MessagesByTemplate));
        Assert.Equal(KeyValuePair.Create("thanks", 1L), Assert.Single(totals.WithheldByTemplate));
        Assert.Equal(KeyValuePair.Create("high", 1L), Assert.Single(totals.AlertsBySeverity));
        Assert.Equal((Noon.AddMinutes(1), Noon.AddMinutes(3)), (totals.FirstAt, totals.LastAt));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Totals_of_an_unknown_workspace_are_nothing(Dialect on)
    {
        await using var store = await Store.Open(on);

        var totals = await store.Reads.Totals("nobody", default);

        Assert.Equal((0, 0, null), (totals.Customers, totals.Facts, totals.FirstAt));
        Assert.Empty(totals.MessagesByTemplate);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_whole_journal_comes_by_customer_and_version_across_its_pages(Dialect on)
    {
        await using var store = await Store.Open(on);
        var long1 = Enumerable.Range(1, 700).Select(version => Event(version, $"a{version}")).ToArray();
        await store.Customers.Commit(Turn(new("shop", "b"), 0, long1), default);
        await store.Customers.Commit(
            Turn(new("shop", "a"), 0, [.. long1.Select((entry, i) => Event(i + 1, $"b{i}"))]), default);
        await store.Customers.Commit(Took(new("other", "b"), 0, "x"), default);

        var rows = new List<(string CustomerId, long Version)>();
        await foreach (var (customer, entry) in store.Reads.Journal("shop", default))
        {
            rows.Add((customer, entry.Version));
        }

        Assert.Equal(
            new[] { "a", "b" }.SelectMany(
                customer => Enumerable.Range(1, 700).Select(version => (customer, (long)version))), rows);
    }

    static async Task<IEnumerable<string>> Ids(
        Store store, string? search = null, string? after = null, int max = 10) =>
        (await store.Reads.List("shop", search, after, max, default)).Select(customer => customer.CustomerId);
}
