using System.Collections.Immutable;
using Engagement.Definitions;
using Engagement.Definitions.Reading;
using Engagement.Events;
using Engagement.Time;

namespace Engagement.Journeys;

/// <summary>
/// Rests for a duration, or until an instant of the order (for as long as that is not known), and then until a window
/// of local time is open.
/// </summary>
/// <param name="Timeout">How long at most while the instant is not known; null for ever.</param>
public sealed record Wait(
    string Id,
    string? Next,
    Period? For,
    Anchor? Until,
    LocalWindow? Window,
    Period? Timeout = null,
    string? OnTimeout = null) : Step(Id, Next)
{
    internal override bool IsWork => false;

    internal override IEnumerable<string?> Targets => Timeout is null ? [Next] : [Next, OnTimeout];

    internal override bool TakesTime => For is { } period && period.Roughly >= Limits.LoopRoundMin;

    internal override Period? Months => For is { Months: > 0 } period ? period : null;

    internal override Field? Awaited => Until?.Field;

    internal override Course Do(JourneyWalk walk)
    {
        var wakeAt = WakeAt(walk);
        return wakeAt <= walk.Now ? Course.To(Next) : Course.Rest(wakeAt ?? Timeout?.After(walk.Now, walk.Zone));
    }

    internal override Course Wake(JourneyWalk walk)
    {
        if (Timeout is not null && WakeAt(walk) is null)
        {
            return Course.To(OnTimeout);
        }

        // Woken late, or the customer's zone has changed: nobody is written to at night for that.
        return Window is { } window && window.Next(walk.Now, walk.Zone) is var opens && opens > walk.Now
            ? Course.Rest(opens)
            : Course.To(Next);
    }

    /// <summary>A date may have moved.</summary>
    internal override bool MayHear(CustomerEvent e) => Until is not null && e.Data.Order is not null;

    internal override Course? On(JourneyWalk walk, CustomerEvent e)
    {
        var rests = walk.Run.WakeAt;
        var wakeAt = WakeAt(walk) ?? (Timeout is null ? null : rests);
        return wakeAt == rests ? null : Course.Rest(wakeAt);
    }

    /// <summary>An instant that the customer's story names stays what it is.</summary>
    internal override DateTimeOffset? Shifted(JourneyWalk walk, DateTimeOffset wakeAt, TimeSpan by) => For is null
        ? WakeAt(walk) ?? (Timeout is null ? null : wakeAt - by)
        : wakeAt - by;

    /// <summary>
    /// When a wait that begins now is over; null while the instant it waits for is not known. A date further away than
    /// anything may wait is no better known.
    /// </summary>
    DateTimeOffset? WakeAt(JourneyWalk walk)
    {
        var wakeAt = walk.Now;
        if (For is { } period)
        {
            wakeAt = period.After(walk.Now, walk.Zone, walk.Aim(period));
        }
        else if (Until is { } anchor)
        {
            if (anchor.Field.Read(walk.Scope).AsInstant() is not { Kind: ValueKind.Instant, Instant: var instant }
                || Period.IsBeyond(instant, walk.Now))
            {
                return null;
            }

            var moved = anchor.Earlier
                ? anchor.Offset.Before(instant, walk.Zone)
                : anchor.Offset.After(instant, walk.Zone);
            wakeAt = moved < walk.Now ? walk.Now : moved;
        }

        return Window?.Next(wakeAt, walk.Zone) ?? wakeAt;
    }
}

/// <summary>An instant that the customer's story names, moved by a period.</summary>
/// <param name="Field">For example <c>order.deliveredAt</c>.</param>
/// <param name="Earlier">The offset is taken off instead of added.</param>
public sealed record Anchor(Field Field, Period Offset, bool Earlier);

/// <summary>Reads a wait.</summary>
sealed class WaitReader(StepReader steps)
{
    static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    readonly PartReader _parts = steps.Parts;
    readonly Problems _problems = steps.Parts.Problems;

    public Wait? Read(Place body, string id, string? next)
    {
        if (Members.Of(_problems, body) is not { } members)
        {
            return null;
        }

        var period = members.Take("for") is { } duration ? _parts.Duration(duration) : null;
        var until = Until(members);
        var window = members.Take("window") is { } place ? Window(place) : null;
        var timeout = members.Take("timeout") is { } longest ? _parts.Duration(longest) : null;
        var late = steps.Target(members, "onTimeout", next);
        members.Done();
        var (isFor, isUntil) = (members.Take("for") is not null, members.Take("until") is not null);
        if (isFor && isUntil)
        {
            _problems.Add(body, "A wait is either for a duration or until an instant.");
        }

        if (!isFor && !isUntil && members.Take("window") is null)
        {
            _problems.Add(body, "A wait needs for, until or window.");
        }

        if (members.Take("until") is null && (members.Take("timeout") ?? members.Take("onTimeout")) is { } idle)
        {
            _problems.Add(idle, "'timeout' and 'onTimeout' go with 'until': nothing else waits for what is not known.");
        }
        else if (members.Take("timeout") is null && members.Take("onTimeout") is { } alone)
        {
            _problems.Add(alone, "'onTimeout' needs a 'timeout'.");
        }

        return new(id, next, period, until, window, timeout, timeout is null ? null : late);
    }

    Anchor? Until(Members members)
    {
        var path = members.Text("until", Limits.NameMax);
        var plus = members.Take("plus") is { } later ? _parts.Duration(later) : null;
        var minus = members.Take("minus") is { } earlier ? _parts.Duration(earlier) : null;
        if (path is null)
        {
            if (plus is not null || minus is not null)
            {
                _problems.Add(members.Here, "'plus' and 'minus' go with 'until'.");
            }

            return null;
        }

        var place = members.Take("until")!.Value;
        if (plus is not null && minus is not null)
        {
            _problems.Add(place, "Either 'plus' or 'minus', not both.");
        }

        if (steps.Conditions.Field(place, path) is not { } field)
        {
            return null;
        }

        var type = field is EventField && !_parts.IsNew ? new FieldType.Any() : steps.Conditions.TypeOf(field);
        if (type is not (FieldType.Instant or FieldType.Any))
        {
            _problems.Add(place, $"'{path}' is no instant; order.promisedAt and order.deliveredAt are.");
        }

        return new(field, plus ?? minus ?? default, minus is not null);
    }

    LocalWindow? Window(Place place)
    {
        if (Members.Of(_problems, place) is not { } members)
        {
            return null;
        }

        var from = Minute(members, "from");
        var to = Minute(members, "to");
        var days = members.Take("days") is { } list ? Days(list) : LocalWindow.EveryDay;
        var zone = members.Text("zone", Limits.NameMax);
        if (zone is not null && !LocalZone.Knows(zone))
        {
            var near = NearName.Of(zone, ZoneDatabase.Current.Zones.Select(known => known.Id));
            _problems.Add(
                members.Take("zone")!.Value,
                $"'{zone}' is no IANA time zone such as Europe/Lisbon."
                + (near is null ? "" : $" Did you mean {near}?"));
        }

        members.Done();
        if (from == to && from is not null)
        {
            _problems.Add(place, "The window closes as it opens; 'from' and 'to' must differ.");
        }

        return from is { } opens && to is { } closes ? new(opens, closes, days, zone) : null;
    }

    int? Minute(Members members, string name)
    {
        const string Example = "a time of day such as \"09:30\"";
        if (members.Text(name, Limits.IdMax, Example) is not { } text)
        {
            return null;
        }

        var minute = Notation.Minute(text);
        if (minute is null)
        {
            _problems.Add(members.Take(name)!.Value, $"'{text}' is not {Example}.");
        }

        return minute;
    }

    int Days(Place place)
    {
        var items = place.Node is Node.List { Items: var list } ? list : ImmutableArray<Node>.Empty;
        var days = 0;
        foreach (var item in items)
        {
            var day = item is Node.Scalar { Text: var text } ? Notation.Day(text) : null;
            days |= day is { } known ? 1 << (int)known : 0;
            if (day is null)
            {
                var near = item is Node.Scalar { Text: var wrong } ? NearName.Of(wrong, s_days) : null;
                _problems.Add(
                    item.Line,
                    place.Path,
                    "Days are mon, tue, wed, thu, fri, sat and sun." + (near is null ? "" : $" Did you mean {near}?"));
            }
        }

        if (items.IsEmpty)
        {
            _problems.Add(place, "A list of days is expected, such as [mon, tue].");
        }

        return days;
    }
}
