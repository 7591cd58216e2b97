using System.Collections.Immutable;
using Engagement.Definitions;
using Engagement.Definitions.Reading;
using Engagement.Events;
using Engagement.Orders;
using Engagement.Time;

namespace Engagement.Journeys;

/// <summary>
/// Rests until one of these events comes, on the same order if the run is about one, or time is up.
/// </summary>
/// <param name="When">What must hold besides; <c>event</c> is then the event that came.</param>
public sealed record WaitForEvent(
    string Id,
    string? Next,
    ImmutableArray<string> Types,
    Condition? When,
    Period Timeout,
    string? OnTimeout) : Step(Id, Next)
{
    internal override bool IsWork => false;

    internal override IEnumerable<string?> Targets => [Next, OnTimeout];

    internal override bool TakesTime => Timeout.Roughly >= Limits.LoopRoundMin;

    internal override Course Do(JourneyWalk walk) => Course.Rest(Timeout.After(walk.Now, walk.Zone));

    internal override Course Wake(JourneyWalk walk) => Course.To(OnTimeout);

    internal override bool MayHear(CustomerEvent e) => Types.Contains(e.Type);

    internal override Course? On(JourneyWalk walk, CustomerEvent e) => IsWhatItWaitsFor(walk.Context, e)
        ? Course.To(Next)
        : null;

    bool IsWhatItWaitsFor(DecisionContext context, CustomerEvent e) =>
        !OrderHistory.IsPartOfDelivery(context, e)
        && When?.Holds(new(context.Customer, context.Of<OrderBook>().Find(e.Data.Order), e.Type, e.Json)) != false;

    internal static WaitForEvent? Read(StepReader steps, Place body, string id, string? next)
    {
        if (Members.Of(steps.Parts.Problems, body) is not { } members)
        {
            return null;
        }

        var types = members.Require("events", "the event or events that are waited for") is { } events
            ? steps.Parts.Heard(events, steps.IsAboutAnOrder)
            : null;
        var when = members.Take("when") is { } condition
            ? new ConditionReader(steps.Parts, types).Read(condition)
            : null;
        var timeout = members.Require("timeout", "how long at most, such as P14D") is { } duration
            ? steps.Parts.Duration(duration)
            : null;
        var late = steps.Target(members, "onTimeout", next);
        members.Done();
        return timeout is { } known ? new(id, next, types ?? [], when, known, late) : null;
    }
}
