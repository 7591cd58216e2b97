using System.Collections.Immutable;
using Engagement.Journeys;
using Engagement.Time;

namespace Engagement.Definitions.Reading;

/// <summary>Reads the two kinds of waiting: for time, and for an event.</summary>
sealed class WaitReader(PartReader parts, ConditionReader conditions, bool isAboutAnOrder)
{
    static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    readonly Problems _problems = parts.Problems;

    public Step.Wait? Wait(Place body, string id, string? next, Func<Members, string?> onTimeout)
    {
        if (Members.Of(_problems, body) is not { } members)
        {
            return null;
        }

        var period = members.Take("for") is { } duration ? parts.Duration(duration) : null;
        var until = Until(members);
        var window = members.Take("window") is { } place ? Window(place) : null;
        var timeout = members.Take("timeout") is { } longest ? parts.Duration(longest) : null;
        var late = onTimeout(members);
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

    public Step.WaitForEvent? ForEvent(Place body, string id, string? next, Func<Members, string?> onTimeout)
    {
        if (Members.Of(_problems, body) is not { } members)
        {
            return null;
        }

        var types = members.Require("events", "the event or events that are waited for") is { } events
            ? parts.Heard(events, isAboutAnOrder)
            : null;
        var when = members.Take("when") is { } condition
            ? new ConditionReader(parts, types).Read(condition)
            : null;
        var timeout = members.Require("timeout", "how long at most, such as P14D") is { } duration
            ? parts.Duration(duration)
            : null;
        var late = onTimeout(members);
        members.Done();
        return timeout is { } known ? new(id, next, types ?? [], when, known, late) : null;
    }

    Anchor? Until(Members members)
    {
        var path = members.Text("until", Limits.NameMax);
        var plus = members.Take("plus") is { } later ? parts.Duration(later) : null;
        var minus = members.Take("minus") is { } earlier ? parts.Duration(earlier) : null;
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

        if (conditions.Field(place, path) is not { } field)
        {
            return null;
        }

        var type = field is Field.OfEvent && !parts.IsNew ? new FieldType.Any() : conditions.TypeOf(field);
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
