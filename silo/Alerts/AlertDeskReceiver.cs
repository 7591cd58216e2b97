using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Customers;
using Engagement.Receivers;
using Engagement.Retries;
using Microsoft.Extensions.Logging;

namespace Engagement.Alerts;

/// <summary>
/// Step 5: alerts. Brings feed items to the desk of their workspace, in the order they were committed. The desk knows
/// each item's id and takes it once, so bringing it again does no harm.
/// </summary>
sealed partial class AlertDeskReceiver(TellDesk tell, ILogger<AlertDeskReceiver> log) : IBatchReceiver
{
    // Agents wait for these, and the desk is our own: it fails when the database does, and comes back with it.
    static readonly RetrySchedule s_retries =
        RetrySchedule.Doubling(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), count: 30);

    public string Name => "alert-desk";

    public DeliveryOptions Habits { get; } = new(ConcurrencyMax: 1, s_retries) { BatchMax = 500, Ordered = true };

    public async ValueTask<DeliveryOutcome> Deliver(Outgoing outgoing, CancellationToken cancellation) =>
        (await Deliver([outgoing], cancellation))[0];

    public async ValueTask<ImmutableArray<DeliveryOutcome>> Deliver(
        ImmutableArray<Outgoing> batch, CancellationToken cancellation)
    {
        var outcomes = new DeliveryOutcome[batch.Length];
        var desks = Enumerable.Range(0, batch.Length).GroupBy(n => batch[n].Customer.Workspace, StringComparer.Ordinal);
        await Task.WhenAll(desks.Select(async desk =>
        {
            int[] places = [.. desk];
            var told = await Bring(desk.Key, [.. places.Select(n => batch[n])], cancellation);
            for (var n = 0; n < places.Length; n++)
            {
                outcomes[places[n]] = told[n];
            }
        }));
        return [.. outcomes];
    }

    async Task<DeliveryOutcome[]> Bring(string workspace, Outgoing[] items, CancellationToken cancellation)
    {
        try
        {
            await tell(workspace, [.. items.Select(Item)]).AsTask().WaitAsync(cancellation);
            return [.. items.Select(_ => new DeliveryOutcome.Done())];
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogDeskFailed(log, workspace, items.Length, error);
            return items.Length == 1
                ? [new DeliveryOutcome.TryAgain($"The alert desk failed ({error.GetType().Name}).")]
                : await BringHalves(workspace, items, cancellation);
        }
    }

    /// <summary>Finds the one item that spoils the others, which then need not wait for it.</summary>
    async Task<DeliveryOutcome[]> BringHalves(string workspace, Outgoing[] items, CancellationToken cancellation)
    {
        var half = items.Length / 2;
        var first = await Bring(workspace, items[..half], cancellation);
        return [.. first, .. await Bring(workspace, items[half..], cancellation)];
    }

    static DeskItem Item(Outgoing outgoing) => new(
        outgoing.Id,
        outgoing.Customer.CustomerId,
        JsonSerializer.SerializeToUtf8Bytes(((TellAgents)outgoing.Effect).Item, CoreJson.FeedItem));
}

/// <summary>
/// Appends items to the desk of a workspace: the grain in the product, the bare feed in a simulation.
/// </summary>
delegate ValueTask<long> TellDesk(string workspace, ImmutableArray<DeskItem> items);
