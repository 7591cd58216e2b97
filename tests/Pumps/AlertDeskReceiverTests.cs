using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Alerts;
using Engagement.Customers;
using Engagement.Receivers;
using Engagement.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engagement.Tests.Pumps;

public sealed class AlertDeskReceiverTests
{
    readonly List<(string Workspace, ImmutableArray<DeskItem> Items)> _told = [];

    [Fact]
    public async Task Each_workspaces_items_go_to_its_own_desk_in_order()
    {
        var outcomes = await Receiver().Deliver([Item("w", "1"), Item("v", "2"), Item("w", "3")], default);

        Assert.All(outcomes, outcome => Assert.IsType<DeliveryOutcome.Done>(outcome));
        Assert.Equal(["v: 2", "w: 1 3"], _told.Select(Said).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_item_that_the_desk_cannot_take_spoils_only_itself()
    {
        var outcomes = await Receiver(bad: "3").Deliver(
            [.. Enumerable.Range(1, 7).Select(n => Item("w", $"{n}"))], default);

        Assert.Equal(
            [true, true, false, true, true, true, true],
            outcomes.Select(outcome => outcome is DeliveryOutcome.Done));
        Assert.Equal("1 2 4 5 6 7", string.Join(' ', _told.Select(told => Said(told)[3..])));
    }

    [Fact]
    public async Task A_desk_that_fails_does_not_hold_up_another()
    {
        var outcomes = await Receiver(down: "w").Deliver([Item("w", "1"), Item("v", "2"), Item("w", "3")], default);

        Assert.Equal([false, true, false], outcomes.Select(outcome => outcome is DeliveryOutcome.Done));
    }

    [Fact]
    public async Task Items_of_two_customers_with_one_key_are_two()
    {
        await Receiver().Deliver([Item("w", "1", "ada"), Item("w", "1", "ben")], default);

        Assert.Equal(2, Assert.Single(_told).Items.Select(item => item.Key).Distinct().Count());
    }

    AlertDeskReceiver Receiver(string? bad = null, string? down = null) => new(
        (workspace, items) =>
        {
            if (workspace == down || items.Any(item => Text(item) == bad))
            {
                throw new InvalidOperationException("no");
            }

            _told.Add((workspace, items));
            return new(_told.Count);
        },
        NullLogger<AlertDeskReceiver>.Instance);

    static Outgoing Item(string workspace, string key, string customer = "ada") =>
        new(new(workspace, customer), new TellAgents(key, Noted(key)), 1, Turns.Noon);

    static FeedItem.Noted Noted(string text) => new("a1", Turns.Noon, "ada", text);

    static string Said((string Workspace, ImmutableArray<DeskItem> Items) told) =>
        $"{told.Workspace}: {string.Join(' ', told.Items.Select(Text))}";

    static string Text(DeskItem item) =>
        ((FeedItem.Noted)JsonSerializer.Deserialize(item.Item, CoreJson.FeedItem)!).Text;
}
