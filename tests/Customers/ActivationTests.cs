using System.Collections.Immutable;
using System.Text;
using System.Threading.Channels;
using Engagement.Customers;
using Engagement.Storage;
using Engagement.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Engagement.Tests.Customers;

public sealed class ActivationTests
{
    static readonly DateTimeOffset s_noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly CustomerKey s_ada = new("w", "ada");

    readonly Disk _disk = new();
    readonly FakeTimeProvider _clock = new(s_noon);

    [Fact]
    public async Task A_repeat_gets_the_first_answer_and_changes_nothing()
    {
        var first = await Customer().Receive(Of(Viewed("e1")));
        _clock.Advance(TimeSpan.FromDays(3));
        var repeat = await Customer().Receive(Of(Viewed("e1")));

        Assert.Equal(ReceiptKind.Accepted, first[0].Kind);
        Assert.Equal(first[0] with { Kind = ReceiptKind.Duplicate }, repeat[0]);
        Assert.Single(_disk.Journal[s_ada]);
    }

    [Fact]
    public async Task The_same_id_with_another_body_conflicts_and_the_first_stands()
    {
        var first = await Customer().Receive(Of(Viewed("e1", "kettle")));
        var other = await Customer().Receive(Of(Viewed("e1", "lamp")));

        Assert.Equal(ReceiptKind.Conflict, other[0].Kind);
        Assert.Equal(first[0].Version, other[0].Version);
        Assert.Contains("kettle", Encoding.UTF8.GetString(_disk.Journal[s_ada].Single().Input.Span),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeats_within_one_delivery_are_told_apart_by_their_bodies()
    {
        var receipts = await Customer().Receive(Of(Viewed("e1"), Viewed("e1"), Viewed("e1", "lamp"), Viewed("e2")));

        Assert.Equal(
            [ReceiptKind.Accepted, ReceiptKind.Duplicate, ReceiptKind.Conflict, ReceiptKind.Accepted],
            receipts.Select(receipt => receipt.Kind));
        Assert.Equal([1L, 1L, 1L, 2L], receipts.Select(receipt => receipt.Version));
    }

    [Fact]
    public async Task Events_beside_a_duplicate_are_taken_all_the_same()
    {
        await Customer().Receive(Of(Viewed("e2")));

        var receipts = await Customer().Receive(Of(Viewed("e1"), Viewed("e2"), Viewed("e3")));

        Assert.Equal(
            [ReceiptKind.Accepted, ReceiptKind.Duplicate, ReceiptKind.Accepted],
            receipts.Select(receipt => receipt.Kind));
        Assert.Equal([2L, 1L, 3L], receipts.Select(receipt => receipt.Version));
    }

    [Fact]
    public async Task An_event_id_counts_once_in_a_workspace_whoever_it_is_about()
    {
        await Customer().Receive(Of(Viewed("e1")));

        var receipts = await Customer("bruno").Receive(Of(Viewed("e1")));

        Assert.Equal(ReceiptKind.Conflict, receipts[0].Kind);
        Assert.False(_disk.Journal.ContainsKey(new("w", "bruno")));
    }

    [Fact]
    public async Task An_activation_that_is_behind_reloads_decides_once_more_and_leaves()
    {
        var (one, other) = (Customer(), Customer());
        await other.View();
        await one.Receive(Of(Viewed("e1")));

        var receipts = await other.Receive(Of(Viewed("e1"), Viewed("e2")));

        Assert.Equal([ReceiptKind.Duplicate, ReceiptKind.Accepted], receipts.Select(receipt => receipt.Kind));
        Assert.Equal([1L, 2L], _disk.Journal[s_ada].Select(entry => entry.Version));
        Assert.Equal((false, true), (one.IsSpent, other.IsSpent));
    }

    [Fact]
    public async Task One_that_is_overtaken_twice_in_a_row_says_so_and_leaves()
    {
        var overtaken = Customer(store: new Overtaken(_disk, () => Customer()));

        await Assert.ThrowsAsync<VersionConflictException>(async () => await overtaken.Receive(Of(Viewed("mine"))));

        Assert.Equal((null, true), (overtaken.State, overtaken.IsSpent));
        Assert.Equal(2, _disk.Journal[s_ada].Count);
    }

    [Fact]
    public async Task A_first_try_that_was_written_although_the_store_tried_again_is_answered_as_written()
    {
        var customer = Customer(store: new TriesTwice(_disk), catalogue: StarterCatalogue.Value);
        var review = new EventMessage(
            "shop", "r1", "review.submitted", s_noon, """{"reviewId":"r1","rating":1}"""u8.ToArray());

        var receipts = await customer.Receive(Of(review));
        var alert = Assert.Single(customer.State!.Customer.Alerts.Alerts);
        var acted = await customer.Act(
            $$"""{"act":"resolve","alertId":"{{alert.Id}}","agent":"bea","resolution":"ok"}""");

        Assert.Equal(new Receipt(ReceiptKind.Accepted, 1, s_noon), receipts.Single());
        Assert.Equal(new ActAnswer(null, 2), acted);
        Assert.Equal(2, _disk.Journal[s_ada].Count);
    }

    [Fact]
    public async Task An_act_that_changes_nothing_writes_nothing()
    {
        var customer = Customer(catalogue: StarterCatalogue.Value);
        await customer.Receive(Of(new EventMessage(
            "shop", "r1", "review.submitted", s_noon, """{"reviewId":"r1","rating":1}"""u8.ToArray())));
        var claim = $$"""
            {"act":"claim","alertId":"{{customer.State!.Customer.Alerts.Alerts.Single().Id}}","agent":"bea"}
            """;

        Assert.Equal(new ActAnswer(null, 2), await customer.Act(claim));
        Assert.Equal(new ActAnswer(null, 2), await customer.Act(claim));
        Assert.Equal(2, _disk.Journal[s_ada].Count);
    }

    [Fact]
    public async Task A_wake_whose_first_try_was_written_counts_what_it_fired_and_finds_nothing_more()
    {
        await Customer(catalogue: StarterCatalogue.Value).Receive(Of(Ordered, Delivered));
        var due = _disk.Due[s_ada].At;

        var woken = await Customer(store: new TriesTwice(_disk), catalogue: StarterCatalogue.Value).Wake(due);
        var again = await Customer(catalogue: StarterCatalogue.Value).Wake(due);

        Assert.Equal(1, woken.Fired);
        Assert.Equal(woken with { Fired = 0 }, again);
    }

    [Fact]
    public async Task After_a_failure_nothing_is_left_in_memory_and_the_activation_leaves()
    {
        var customer = Customer(store: new Away(_disk));

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await customer.Receive(Of(Viewed("e1"))));

        Assert.Equal((null, true), (customer.State, customer.IsSpent));
        Assert.Empty(_disk.Journal);
    }

    [Fact]
    public async Task Turns_are_taken_one_after_another_in_the_order_they_came()
    {
        var slow = new Slow(_disk);
        var customer = Customer(store: slow);
        var turns = Enumerable.Range(1, 5).Select(n => customer.Receive(Of(Viewed($"e{n}"))).AsTask()).ToArray();

        for (var n = 1; n <= 5; n++)
        {
            var commit = await slow.Asked();
            Assert.Equal($"e{n}", commit.Entries.Single().Event!.Key.Id);
            Assert.All(turns[(n - 1)..], turn => Assert.False(turn.IsCompleted));
            slow.Go();
            await turns[n - 1];
        }
    }

    [Theory]
    [InlineData(CustomerActivation.TailMax - 1, false)]
    [InlineData(CustomerActivation.TailMax, true)]
    public async Task A_customer_that_goes_to_sleep_saves_a_long_tail_and_wakes_the_same(int entries, bool saved)
    {
        var place = new Place();
        var customer = Customer(place: place);
        await customer.Receive(Of([.. Enumerable.Range(0, entries).Select(n => Viewed($"e{n}"))]));

        await customer.Sleep();

        Assert.Equal(saved, place.Saved is not null);
        Assert.Equal((await customer.View()).Json, (await Customer(place: place).View()).Json);
    }

    [Fact]
    public async Task One_that_stays_awake_saves_itself_every_so_many_entries()
    {
        var place = new Place();
        var customer = Customer(place: place);

        for (var n = 1; n <= CustomerActivation.SnapshotEvery * 2; n++)
        {
            await customer.Receive(Of(Viewed($"e{n}")));
        }

        Assert.Equal([CustomerActivation.SnapshotEvery, CustomerActivation.SnapshotEvery * 2L], place.Versions);
    }

    [Fact]
    public async Task One_whose_snapshot_cannot_be_saved_answers_all_the_same_and_leaves()
    {
        var customer = Customer(place: new Place { IsFull = true });

        var receipts = await customer.Receive(
            Of([.. Enumerable.Range(0, CustomerActivation.SnapshotEvery).Select(n => Viewed($"e{n}"))]));

        Assert.All(receipts, receipt => Assert.Equal(ReceiptKind.Accepted, receipt.Kind));
        Assert.True(customer.IsSpent);
    }

    [Fact]
    public async Task A_customers_time_never_goes_back()
    {
        await Customer().Receive(Of(Viewed("e1")));
        var behind = Customer(clock: new(s_noon.AddSeconds(-30)));
        await behind.Receive(Of(Viewed("e2")));

        Assert.Equal([s_noon, s_noon], _disk.Journal[s_ada].Select(entry => entry.At));
    }

    [Fact]
    public async Task A_rehearsal_that_follows_the_clock_takes_each_event_at_its_own_time()
    {
        var rehearsal = new Workspace("w", "w", true, s_noon.AddYears(-1), "Etc/UTC", "en", s_noon);
        await Customer(workspace: rehearsal).Receive(
            new([Viewed("e1", at: s_noon.AddDays(1)), Viewed("e2", at: s_noon.AddDays(2))], FollowClock: true));

        Assert.Equal([s_noon.AddDays(1), s_noon.AddDays(2)], _disk.Journal[s_ada].Select(entry => entry.At));
    }

    [Fact]
    public async Task An_act_in_a_rehearsal_whose_clock_was_never_moved_happens_where_the_customer_stands()
    {
        var rehearsal = new Workspace("w", "w", true, null, "Etc/UTC", "en", s_noon);
        var reviewed = s_noon.AddYears(-8);
        var customer = Customer(workspace: rehearsal, catalogue: StarterCatalogue.Value);
        var review = """{"reviewId":"r1","rating":1}"""u8.ToArray();
        await customer.Receive(new([new("shop", "r1", "review.submitted", reviewed, review)], true));

        var alert = customer.State!.Customer.Alerts.Alerts.Single();
        await customer.Act($$"""{"act":"claim","alertId":"{{alert.Id}}","agent":"bea"}""");

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

        await Customer(workspace: rehearsal, catalogue: StarterCatalogue.Value).Receive(new([order], true));

        Assert.NotEmpty(_disk.Outbox);
        Assert.All(_disk.Outbox.Values, row => Assert.True(row.Entry.NotBefore < s_noon));
    }

    [Fact]
    public async Task A_wake_that_finds_nothing_due_writes_nothing()
    {
        var wakening = await Customer().Wake(s_noon);

        Assert.Equal(new WakeResult(0, null), wakening);
        Assert.Empty(_disk.Journal);
    }

    static EventMessage Ordered { get; } = new("shop", "o1", "order.placed", s_noon, Encoding.UTF8.GetBytes(
        """
        {"orderId":"1","total":{"amount":100,"currency":"EUR"},"items":[],"contact":{"email":"a@b.example"}}
        """));

    static EventMessage Delivered { get; } =
        new("shop", "d1", "shipment.delivered", s_noon, """{"orderId":"1","shipmentId":"s1"}"""u8.ToArray());

    CustomerActivation Customer(
        string customer = "ada",
        Workspace? workspace = null,
        Catalogue? catalogue = null,
        ICustomerStore? store = null,
        ISnapshotPlace? place = null,
        FakeTimeProvider? clock = null) => new(
            new("w", customer),
            store ?? new DiskStore(_disk),
            place ?? new Place(),
            new FixedCatalogues(new(
                workspace ?? new("w", "w", false, null, "Etc/UTC", "en", s_noon), catalogue ?? Catalogue.Empty)),
            clock ?? _clock);

    static Delivery Of(params EventMessage[] events) => new([.. events]);

    static EventMessage Viewed(string id, string product = "kettle", DateTimeOffset? at = null) =>
        new("shop", id, "product.viewed", at ?? s_noon, Encoding.UTF8.GetBytes($$"""{"productId":"{{product}}"}"""));

    /// <summary>A store before whose every commit another activation commits something.</summary>
    sealed class Overtaken(Disk disk, Func<CustomerActivation> other) : DiskStore(disk)
    {
        int _others;

        public override async ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation)
        {
            await other().Receive(Of(Viewed($"other{++_others}")));
            return await base.Commit(commit, cancellation);
        }
    }

    /// <summary>A store that loses its connection behind a commit, and repeats it.</summary>
    sealed class TriesTwice(Disk disk) : DiskStore(disk)
    {
        public override async ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation)
        {
            await base.Commit(commit, cancellation);
            return await base.Commit(commit, cancellation);
        }
    }

    sealed class Away(Disk disk) : DiskStore(disk)
    {
        public override ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation) =>
            ValueTask.FromException<CommitAnswer>(new StoreUnavailableException("away"));
    }

    /// <summary>A store that commits one at a time, when it is told to.</summary>
    sealed class Slow(Disk disk) : DiskStore(disk)
    {
        readonly Channel<CustomerCommit> _asked = Channel.CreateUnbounded<CustomerCommit>();
        readonly Channel<bool> _go = Channel.CreateUnbounded<bool>();

        public async Task<CustomerCommit> Asked() => await _asked.Reader.ReadAsync();

        public void Go() => _go.Writer.TryWrite(true);

        public override async ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation)
        {
            _asked.Writer.TryWrite(commit);
            await _go.Reader.ReadAsync(cancellation);
            return await base.Commit(commit, cancellation);
        }
    }
}

/// <summary>A place for one customer's snapshots that remembers which there were.</summary>
sealed class Place : ISnapshotPlace
{
    public CustomerSnapshot? Saved { get; private set; }

    public List<long> Versions { get; } = [];

    public bool IsFull { get; init; }

    public ValueTask<bool> Save(CustomerSnapshot snapshot)
    {
        if (!IsFull)
        {
            Saved = snapshot;
            Versions.Add(snapshot.Version);
        }

        return new(!IsFull);
    }
}

/// <summary>A store that answers at once.</summary>
class DiskStore(Disk disk) : ICustomerStore
{
    public ValueTask<ImmutableArray<JournalEntry>> Tail(
        CustomerKey customer, long afterVersion, CancellationToken cancellation) =>
        new([.. disk.Journal.GetValueOrDefault(customer, []).Where(entry => entry.Version > afterVersion)]);

    public virtual ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation)
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

    public ValueTask<ImmutableArray<HeldSuppression>> Suppressed(
        string workspace, string channel, string address, CancellationToken cancellation) => new([]);
}
