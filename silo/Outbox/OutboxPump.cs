using Engagement.Pumps;
using Engagement.Receivers;
using Engagement.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Outbox;

/// <summary>
/// Step 5: performs, outward. Delivers committed effects until each is done or given up. Every receiver has a queue
/// and a loop of its own, so one that hangs or fails holds up nobody else.
/// </summary>
sealed class OutboxPump(
    IEnumerable<IReceiver> receivers,
    OutboxDeliveries deliveries,
    CommitSignals signals,
    WorkInHand hands,
    ILogger<OutboxPump> log) : BackgroundService
{
    /// <summary>
    /// The pump itself, which needs no host: it runs until it is stopped and what is under way has ended.
    /// </summary>
    internal async Task Run(CancellationToken stopping)
    {
        var queues = receivers.Select(receiver => new ReceiverQueue(receiver, deliveries, hands, deliveries.Clock, log))
            .ToArray();
        void Hear(IReadOnlyCollection<string> names)
        {
            foreach (var queue in queues)
            {
                if (names.Contains(queue.Name))
                {
                    queue.Ring();
                }
            }
        }

        signals.EffectsCommitted += Hear;
        try
        {
            await Task.WhenAll(queues.Select(queue => SameScheduler.Run(() => queue.Run(stopping))));
        }
        finally
        {
            signals.EffectsCommitted -= Hear;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Run(stoppingToken);
}
