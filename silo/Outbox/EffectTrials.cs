using System.Collections.Immutable;
using Engagement.Pumps;
using Engagement.Receivers;
using Engagement.Storage;

namespace Engagement.Outbox;

/// <summary>Effects that a process had in its hands when it ended.</summary>
sealed class EffectTrials(
    ISuspectEffects suspects, OutboxDeliveries deliveries, IEnumerable<IReceiver> receivers, TimeProvider clock)
    : ITrials
{
    readonly ImmutableDictionary<string, IReceiver> _receivers =
        receivers.ToImmutableDictionary(receiver => receiver.Name, StringComparer.Ordinal);

    public string Kind => "the effects";

    public async ValueTask<Trial?> Next(CancellationToken cancellation) =>
        await suspects.Next(clock.GetUtcNow(), cancellation) is { } suspect
            ? new(
                suspect.Suspicion,
                () => Do(suspect),
                () => GiveUp(suspect),
                () => deliveries.GiveBack([suspect.Row]).AsTask())
            : null;

    async Task Do(SuspectEffect suspect)
    {
        var now = clock.GetUtcNow();
        if (await suspects.Take(suspect.Row, now, now + deliveries.Lease, CancellationToken.None) is not { } row)
        {
            return;
        }

        var results = _receivers.TryGetValue(suspect.Receiver, out var receiver)
            ? await SameScheduler.Run(() => deliveries.Deliver(receiver, [row]))
            : [new Delivered.Retry(suspect.Row, now, "Nobody here receives it.")];
        await deliveries.Settle(suspect.Receiver, results);
    }

    async Task GiveUp(SuspectEffect suspect) => await deliveries.Settle(
        suspect.Receiver, [new Delivered.GivenUp(suspect.Row, clock.GetUtcNow(), Suspicion.Reason)]);
}
