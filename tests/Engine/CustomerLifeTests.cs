using System.Text;
using Engagement.Customers;
using Engagement.Storage;
using Engagement.Tests.Support;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Engagement.Tests.Engine;

/// <summary>How a customer sleeps, wakes, survives a failed commit and ends, on Orleans and a real database.</summary>
public sealed class CustomerLifeTests : IAsyncLifetime
{
    /// <summary>More than are left to be folded when a customer goes to sleep.</summary>
    const int Long = CustomerActivation.TailMax + 4;

    ProductSilo _silo = null!;

    Probe Probe => _silo.Probe;

    ICustomerGrain Ada => _silo.Customer("ada");

    public async ValueTask InitializeAsync() => _silo = await ProductSilo.Start();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public void Customers_that_nothing_happens_to_stay_awake_for_a_quarter_of_an_hour() => Assert.Equal(
        TimeSpan.FromMinutes(15), _silo.Get<IOptions<GrainCollectionOptions>>().Value.CollectionAge);

    [Fact]
    public async Task A_customer_that_was_put_to_sleep_wakes_with_the_same_state()
    {
        await Ada.Receive(Viewed(0, 3));
        var before = await Ada.View();

        await _silo.CollectIdle();
        var after = await Ada.View();

        Assert.Equal((3, Text(before)), (after.Version, Text(after)));
        Assert.Equal(2, Probe.Notes("tail of shop/ada after 0").Length);
        Assert.Empty(Probe.Notes("snapshot"));
    }

    [Fact]
    public async Task A_customer_with_a_long_tail_leaves_a_snapshot_when_it_falls_asleep_and_wakes_from_it()
    {
        await Ada.Receive(Viewed(0, Long));
        var before = await Ada.View();

        await _silo.CollectIdle();
        Assert.Equal([$"snapshot of shop/ada at {Long}"], Probe.Notes("snapshot"));
        var after = await Ada.View();

        Assert.Equal((Long, Text(before)), (after.Version, Text(after)));
        Assert.Equal(
            ["tail of shop/ada after 0", $"tail of shop/ada after {Long}"], Probe.Notes("tail"));
    }

    [Fact]
    public async Task A_customer_in_the_middle_of_a_turn_is_not_put_to_sleep()
    {
        _silo.Store.HoldNext("commit");
        var turn = Ada.Receive(Viewed(0, 1)).AsTask();
        await Probe.Noted("waits at commit");
        await _silo.CollectIdle();
        Probe.Open("commit");

        Assert.Equal([ReceiptKind.Accepted], (await turn).Select(receipt => receipt.Kind));
        Assert.Equal(1, (await Ada.View()).Version);
        Assert.Single(Probe.Notes("tail"));
    }

    [Fact]
    public async Task A_commit_that_fails_fails_its_call_and_leaves_no_half_state_to_the_next()
    {
        await Ada.Receive(Viewed(0, 1));
        var before = await Ada.View();
        _silo.Store.FailNext();
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => Ada.Receive(Viewed(1, 2)).AsTask());
        Assert.Equal("The disk is full.", error.Message);

        var after = await Ada.View();
        Assert.Equal((1, Text(before)), (after.Version, Text(after)));
        Assert.Equal(2, Probe.Notes("tail").Length);
        var repeated = await Ada.Receive(Viewed(1, 2));
        Assert.Equal(
            [(ReceiptKind.Accepted, 2L), (ReceiptKind.Accepted, 3L)],
            repeated.Select(receipt => (receipt.Kind, receipt.Version)));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_found_by_who_repeats_it()
    {
        _silo.Store.LoseNextAnswer();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Ada.Receive(Viewed(0, 2)).AsTask());

        var repeated = await Ada.Receive(Viewed(0, 3));

        Assert.Equal(
            [(ReceiptKind.Duplicate, 1L), (ReceiptKind.Duplicate, 2L), (ReceiptKind.Accepted, 3L)],
            repeated.Select(receipt => (receipt.Kind, receipt.Version)));
        Assert.Equal(3, (await Ada.View()).Version);
    }

    [Fact]
    public async Task An_event_under_way_when_the_host_stops_is_answered_and_durable()
    {
        _silo.Store.HoldNext("commit");
        var turn = Ada.Receive(Viewed(0, 1)).AsTask();
        await Probe.Noted("waits at commit");

        var stop = _silo.Stop();
        Probe.Open("commit");
        await Probe.Within(turn, "the answer to an event that was under way");
        await Probe.Within(stop, "the end of the host");

        Assert.Equal([ReceiptKind.Accepted], (await turn).Select(receipt => receipt.Kind));
        Assert.Single(await _silo.Store.Tail(new(ProductSilo.Workspace, "ada"), 0, default));
    }

    [Fact]
    public async Task A_host_that_stops_lets_customers_with_a_long_tail_leave_their_snapshots()
    {
        string[] names = ["ada", "ben", "cleo"];
        foreach (var name in names)
        {
            await _silo.Customer(name).Receive(Viewed(0, Long, name));
        }

        await _silo.Stop();

        Assert.Equal(
            names.Select(name => $"snapshot of shop/{name} at {Long}"),
            Probe.Notes("snapshot").Order(StringComparer.Ordinal));
    }

    /// <summary>So many events with names from a number on.</summary>
    internal static Delivery Viewed(int first, int count, string customer = "ada") => new(
    [
        .. Enumerable.Range(first, count).Select(n => new EventMessage(
            "shop", $"{customer}-{n}", "product.viewed", new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero),
            Encoding.UTF8.GetBytes($$"""{"productId":"p{{n}}"}"""))),
    ]);

    static string Text(CustomerView view) => Encoding.UTF8.GetString(view.Json);
}

/// <summary>The same where idle customers are collected within seconds, and nobody asks for it.</summary>
public sealed class IdleCustomerTests
{
    static readonly TimeSpan s_age = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_customer_that_nothing_happens_to_is_put_to_sleep_by_itself()
    {
        await using var silo = await ProductSilo.Start(
            options => (options.CollectionAge, options.CollectionQuantum) = (s_age, s_age / 2));
        var count = CustomerActivation.TailMax;

        await silo.Customer("ada").Receive(CustomerLifeTests.Viewed(0, count));

        await silo.Probe.Noted($"snapshot of shop/ada at {count}");
    }
}
