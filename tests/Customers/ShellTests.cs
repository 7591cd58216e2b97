using System.Collections.Immutable;
using System.Text;
using Engagement.Customers;
using Engagement.Definitions;
using Engagement.Storage;
using Engagement.Tests.Simulation;

namespace Engagement.Tests.Customers;

public sealed class ShellTests
{
    static readonly DateTimeOffset s_noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly CustomerKey s_ada = new("w", "ada");

    readonly Disk _disk = new();

    [Fact]
    public async Task A_repeat_gets_the_first_answer_and_changes_nothing()
    {
        var first = await Shell().Receive(Of(Viewed("e1")), s_noon);
        var repeat = await Shell().Receive(Of(Viewed("e1")), s_noon.AddDays(3));

        Assert.Equal(ReceiptKind.Accepted, first[0].Kind);
        Assert.Equal(first[0] with { Kind = ReceiptKind.Duplicate }, repeat[0]);
        Assert.Single(_disk.Journal[s_ada]);
    }

    [Fact]
    public async Task The_same_id_with_another_body_conflicts_and_the_first_stands()
    {
        var first = await Shell().Receive(Of(Viewed("e1", "kettle")), s_noon);
        var other = await Shell().Receive(Of(Viewed("e1", "lamp")), s_noon);

        Assert.Equal(ReceiptKind.Conflict, other[0].Kind);
        Assert.Equal(first[0].Version, other[0].Version);
        Assert.Contains("kettle", Encoding.UTF8.GetString(_disk.Journal[s_ada].Single().Input.Span),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeats_within_one_delivery_are_told_apart_by_their_bodies()
    {
        var receipts = await Shell().Receive(Of(Viewed("e1"), Viewed("e1"), Viewed("e1", "lamp"), Viewed("e2")),
            s_noon);

        Assert.Equal(
            [ReceiptKind.Accepted, ReceiptKind.Duplicate, ReceiptKind.Conflict, ReceiptKind.Accepted],
            receipts.Select(receipt => receipt.Kind));
        Assert.Equal([1L, 1L, 1L, 2L], receipts.Select(receipt => receipt.Version));
    }

    [Fact]
    public async Task Events_beside_a_duplicate_are_taken_all_the_same()
    {
        await Shell().Receive(Of(Viewed("e2")), s_noon);

        var receipts = await Shell().Receive(Of(Viewed("e1"), Viewed("e2"), Viewed("e3")), s_noon);

        Assert.Equal(
            [ReceiptKind.Accepted, ReceiptKind.Duplicate, ReceiptKind.Accepted],
            receipts.Select(receipt => receipt.Kind));
        Assert.Equal([2L, 1L, 3L], receipts.Select(receipt => receipt.Version));
    }

    [Fact]
    public async Task An_event_id_counts_once_in_a_workspace_whoever_it_is_about()
    {
        await Shell().Receive(Of(Viewed("e1")), s_noon);

        var receipts = await Shell("bruno").Receive(Of(Viewed("e1")), s_noon);

        Assert.Equal(ReceiptKind.Conflict, receipts[0].Kind);
        Assert.False(_disk.Journal.ContainsKey(new("w", "bruno")));
    }

    [Fact]
    public async Task A_second_activation_that_is_behind_cannot_write()
    {
        var (one, other) = (Shell(), Shell());
        await one.Receive(Of(Viewed("e1")), s_noon);

        await Assert.ThrowsAsync<VersionConflictException>(async () => await other.Receive(Of(Viewed("e2")), s_noon));

        Assert.Single(_disk.Journal[s_ada]);
        Assert.Equal(0, other.State.Version);
    }

    [Fact]
    public async Task A_customers_time_never_goes_back()
    {
        await Shell().Receive(Of(Viewed("e1")), s_noon);
        await Shell().Receive(Of(Viewed("e2")), s_noon.AddSeconds(-30));

        Assert.Equal([s_noon, s_noon], _disk.Journal[s_ada].Select(entry => entry.At));
    }

    [Fact]
    public async Task A_rehearsal_that_follows_the_clock_takes_each_event_at_its_own_time()
    {
        var rehearsal = new Workspace("w", "w", true, s_noon.AddYears(-1), "Etc/UTC", "en", s_noon);
        await Shell(workspace: rehearsal).Receive(
            new([Viewed("e1", at: s_noon.AddDays(1)), Viewed("e2", at: s_noon.AddDays(2))], FollowClock: true), s_noon);

        Assert.Equal([s_noon.AddDays(1), s_noon.AddDays(2)], _disk.Journal[s_ada].Select(entry => entry.At));
    }

    [Fact]
    public async Task An_act_in_a_rehearsal_whose_clock_was_never_moved_happens_where_the_customer_stands()
    {
        var rehearsal = new Workspace("w", "w", true, null, "Etc/UTC", "en", s_noon);
        var reviewed = s_noon.AddYears(-8);
        var shell = Shell(workspace: rehearsal, catalogue: StarterCatalogue.Value);
        var review = """{"reviewId":"r1","rating":1}"""u8.ToArray();
        await shell.Receive(new([new("shop", "r1", "review.submitted", reviewed, review)], true), s_noon);

        var alert = shell.State.Customer.Alerts.Single();
        await shell.Act($$"""{"act":"claim","alertId":"{{alert.Id}}","agent":"bea"}""", s_noon);

        Assert.Equal([reviewed, reviewed], _disk.Journal[s_ada].Select(entry => entry.At));
    }

    [Fact]
    public async Task What_a_rehearsal_decides_in_the_future_leaves_at_once()
    {
        var rehearsal = new Workspace("w", "w", true, null, "Etc/UTC", "en", s_noon);
        var order = new EventMessage("shop", "o1", "order.placed", s_noon.AddYears(5), Encoding.UTF8.GetBytes(
            """
            {"orderId":"1","total":{"amount":100,"currency":"EUR"},"items":[],"contact":{"email":"a@b.example"}}
            """));

        await Shell(workspace: rehearsal, catalogue: StarterCatalogue.Value).Receive(new([order], true), s_noon);

        Assert.NotEmpty(_disk.Outbox);
        Assert.All(_disk.Outbox.Values, row => Assert.True(row.Entry.NotBefore < s_noon));
    }

    [Fact]
    public async Task A_wake_that_finds_nothing_due_writes_nothing()
    {
        var wakening = await Shell().Wake(s_noon);

        Assert.Equal(new Wakening(0, null), wakening);
        Assert.Empty(_disk.Journal);
    }

    CustomerShell Shell(string customer = "ada", Workspace? workspace = null, Catalogue? catalogue = null)
    {
        var key = new CustomerKey("w", customer);
        var journal = _disk.Journal.GetValueOrDefault(key, []);
        workspace ??= new("w", "w", false, null, "Etc/UTC", "en", s_noon);
        return new(
            key,
            LoadedCustomer.From(key, null, [.. journal]),
            new DiskStore(_disk),
            new FixedCatalogues(new(workspace, catalogue ?? Catalogue.Empty)));
    }

    static Delivery Of(params EventMessage[] events) => new([.. events]);

    static EventMessage Viewed(string id, string product = "kettle", DateTimeOffset? at = null) =>
        new("shop", id, "product.viewed", at ?? s_noon, Encoding.UTF8.GetBytes($$"""{"productId":"{{product}}"}"""));
}

/// <summary>A store that answers at once.</summary>
sealed class DiskStore(Disk disk) : ICustomerStore
{
    public ValueTask<ImmutableArray<JournalEntry>> Tail(
        CustomerKey customer, long afterVersion, CancellationToken cancellation) =>
        new([.. disk.Journal.GetValueOrDefault(customer, []).Where(entry => entry.Version > afterVersion)]);

    public ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation)
    {
        try
        {
            return new(disk.Apply(commit));
        }
        catch (VersionConflictException conflict)
        {
            return ValueTask.FromException<CommitAnswer>(conflict);
        }
    }
}
