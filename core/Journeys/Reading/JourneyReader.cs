using Engagement.Definitions.Reading;
using Engagement.Messages;

namespace Engagement.Journeys;

/// <summary>Reads a journey: when it begins, for whom, what ends it, and its steps.</summary>
sealed class JourneyReader(PartReader parts)
{
    readonly Problems _problems = parts.Problems;

    public Journey? Read(Members members, string id, int version)
    {
        var name = members.Text("name", Limits.NameMax, "what people call this journey");
        var enabled = members.Truth("enabled", true);
        var trigger = ReadTrigger(members);
        var conditions = new ConditionReader(parts, trigger?.Types is { IsEmpty: false } known ? known : null);
        var when = members.Take("when") is { } place ? conditions.Read(place) : null;
        var entry = ReadEntry(members, trigger);
        var brand = parts.Brand(members);
        var isAboutAnOrder = entry?.Per == OncePer.Order
            || trigger is { Types: { IsEmpty: false } types } && EventFields.NeedAnOrder(types);
        var exit = members.Take("exit") is { } exits ? parts.EventTypes(exits) ?? [] : [];
        var steps = new StepReader(parts, conditions, isAboutAnOrder).Read(members);
        if (trigger is null || entry is null || steps is not { } read)
        {
            return null;
        }

        return new(id, version, name ?? "", enabled, trigger, when, entry, exit, read, JourneyGraph.Repeating(read))
        {
            Brand = brand,
        };
    }

    Trigger? ReadTrigger(Members members)
    {
        if (members.Require("trigger", "the event or events that begin the journey") is not { } place)
        {
            return null;
        }

        if (place.Node is not Node.Mapping)
        {
            return new(parts.EventTypes(place) ?? []);
        }

        var trigger = Members.Of(_problems, place)!;
        var types = trigger.Require("events", "the event or events that begin the journey") is { } events
            ? parts.EventTypes(events) ?? []
            : [];
        var within = trigger.Take("within") is { } period ? parts.Duration(period) : null;
        trigger.Done();
        return new(types, within);
    }

    Entry? ReadEntry(Members members, Trigger? trigger)
    {
        if (members.Require("entry", "once per order, review, event or customer") is not { } place
            || Members.Of(_problems, place) is not { } entry)
        {
            return null;
        }

        OncePer? per = entry.Text("oncePer", Limits.IdMax, "order, review, event or customer") switch
        {
            "order" => OncePer.Order,
            "review" => OncePer.Review,
            "event" => OncePer.Event,
            "customer" => OncePer.Customer,
            _ => null,
        };
        if (per is null && entry.Take("oncePer") is { Node: Node.Scalar { Text: var other } } wrong)
        {
            _problems.NoneOf(wrong, other, "order", "review", "event", "customer");
        }

        if (per == OncePer.Review && trigger?.Types.All(type => type == "review.submitted") == false)
        {
            _problems.Add(place, "Once per review needs review.submitted as the only event that begins the journey.");
        }

        if (parts.IsNew && per == OncePer.Order && trigger is { Types: { IsEmpty: false } types }
            && !EventFields.NameAnOrder(types))
        {
            _problems.Add(place, $"{string.Join(" and ", types)} names no order, so nobody would ever enter.");
        }

        var again = entry.Truth("again", false);
        if (again && per is not (OncePer.Order or OncePer.Customer))
        {
            _problems.Add(place, "'again' goes with once per order or customer; a review or event comes only once.");
        }

        entry.Done();
        return per is { } known ? new(known, again) : null;
    }
}
