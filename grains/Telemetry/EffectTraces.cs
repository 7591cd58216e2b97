using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Engagement.Storage;

namespace Engagement.Telemetry;

/// <summary>
/// In which trace an effect was decided, so that the trace of its delivery can be linked to it. It is known in the
/// process that decided, to which the delivery nearly always falls, and only for the last few: a column beside every
/// effect would cost a write for the sake of the few that anybody traces.
/// </summary>
public static class EffectTraces
{
    /// <summary>Effects remembered; the oldest go first.</summary>
    public const int KnownMax = 4096;

    static readonly ConcurrentDictionary<(CustomerKey Customer, string Key), ActivityContext> s_known = new();
    static readonly ConcurrentQueue<(CustomerKey Customer, string Key)> s_order = new();

    /// <summary>Remembers the trace that is under way for effects about to be committed; nothing where there is none.
    /// </summary>
    public static void Remember(CustomerKey customer, IEnumerable<OutboxEntry> effects)
    {
        if (Activity.Current is not { Recorded: true } decided)
        {
            return;
        }

        foreach (var effect in effects)
        {
            s_known[(customer, effect.Key)] = decided.Context;
            s_order.Enqueue((customer, effect.Key));
        }

        while (s_order.Count > KnownMax && s_order.TryDequeue(out var oldest))
        {
            s_known.TryRemove(oldest, out _);
        }
    }

    /// <summary>Links to where these effects were decided, as far as that is known here.</summary>
    public static IEnumerable<ActivityLink> Of(ImmutableArray<PendingEffect> effects) => s_order.IsEmpty
        ? []
        :
        [
            .. effects
                .Select(effect => s_known.GetValueOrDefault((effect.Customer, effect.Key)))
                .Where(decided => decided != default)
                .Distinct()
                .Select(decided => new ActivityLink(decided)),
        ];
}
