using System.Collections.Immutable;
using Engagement.Journeys;
using Engagement.Time;

namespace Engagement.Definitions.Reading;

/// <summary>Reads what several kinds of definitions have in common.</summary>
sealed class PartReader(Problems problems)
{
    public Problems Problems => problems;

    /// <summary>A duration within the limits; null and a problem otherwise.</summary>
    public Period? Duration(Place place)
    {
        if (place.Node is not Node.Scalar { Text: var text } || Notation.Duration(text) is not { } period)
        {
            problems.Add(place, "An ISO 8601 duration such as P7D or PT36H is expected.");
            return null;
        }

        if (period.Roughly > Limits.DurationMax)
        {
            problems.Add(place, $"'{text}' is longer than {Period.YearsMax} years.");
            return null;
        }

        return period;
    }

    /// <summary>Event types, as one or as a list.</summary>
    public ImmutableArray<string> EventTypes(Place place)
    {
        var nodes = place.Node is Node.List { Items: var items } ? items : [place.Node];
        if (nodes.Length is 0 or > Limits.EventTypesMax)
        {
            problems.Add(place, $"One to {Limits.EventTypesMax} event types are expected.");
            return [];
        }

        var types = ImmutableArray.CreateBuilder<string>(nodes.Length);
        for (var i = 0; i < nodes.Length; i++)
        {
            var item = place.Node is Node.List ? new(nodes[i], $"{place.Path}[{i}]") : place;
            if (nodes[i] is not Node.Scalar { Text: var type } || Events.EventTypes.Find(type) is null)
            {
                var named = nodes[i] is Node.Scalar scalar ? $"'{scalar.Text}'" : "This";
                problems.Add(
                    item,
                    $"{named} is no event type; there are {string.Join(", ", EventFields.Types)} and custom.<name>.");
            }
            else if (!types.Contains(type))
            {
                types.Add(type);
            }
        }

        return types.ToImmutable();
    }

    /// <summary>Plain text with fields in braces.</summary>
    public Wording? Wording(Members members, string name, ConditionReader fields)
    {
        const string What = "a text, which may hold fields such as {event.rating}";
        return members.Text(name, Limits.WordingMax, What) is { } text
            ? Wording(members.Take(name)!.Value, text, fields)
            : null;
    }

    Wording? Wording(Place place, string text, ConditionReader fields)
    {
        var parts = ImmutableArray.CreateBuilder<WordingPart>();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (open >= 0 && close < 0)
            {
                problems.Add(place, "A brace is opened and never closed.");
                return null;
            }

            if (open != at)
            {
                parts.Add(new(open < 0 ? text[at..] : text[at..open], null));
            }

            if (open < 0)
            {
                break;
            }

            if (fields.Field(place, text[(open + 1)..close]) is not { } field)
            {
                return null;
            }

            parts.Add(new(null, field));
            at = close + 1;
        }

        return new(parts.ToImmutable());
    }
}
