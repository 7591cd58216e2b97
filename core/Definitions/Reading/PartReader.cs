using System.Collections.Immutable;
using Engagement.Time;

namespace Engagement.Definitions.Reading;

/// <summary>Reads what several kinds of definitions have in common.</summary>
/// <param name="IsNew">It is to be published, and not one that was: what no document may say any more is wrong.</param>
/// <param name="fields">The fields that definitions may name.</param>
/// <param name="published">
/// What is in force, to check that what the document refers to exists; null skips that, for what was checked before.
/// </param>
sealed class PartReader(Problems problems, FieldSet fields, IFacets? published, bool IsNew)
{
    public Problems Problems => problems;

    public FieldSet Fields => fields;

    public bool IsNew { get; } = IsNew;

    /// <summary>What is in force of one sort; null where nothing is to be checked against it.</summary>
    public T? Published<T>()
        where T : class => published?.Of<T>();

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

    /// <summary>Event types, as one or as a list; null, and a problem, when one of them is none.</summary>
    public ImmutableArray<string>? EventTypes(Place place)
    {
        var nodes = place.Node is Node.List { Items: var items } ? items : [place.Node];
        if (nodes.Length is 0 or > Limits.EventTypesMax)
        {
            problems.Add(place, $"One to {Limits.EventTypesMax} event types are expected.");
            return null;
        }

        var types = ImmutableArray.CreateBuilder<string>(nodes.Length);
        var areKnown = true;
        for (var i = 0; i < nodes.Length; i++)
        {
            var item = place.Node is Node.List ? new(nodes[i], $"{place.Path}[{i}]") : place;
            if (nodes[i] is not Node.Scalar { Text: var type } || Events.EventTypes.Find(type) is null)
            {
                areKnown = false;
                var named = (nodes[i] as Node.Scalar)?.Text;
                problems.Add(
                    item,
                    (named is null ? "This" : $"'{named}'") + " is no event type"
                    + NearName.Instead(named ?? "", EventFields.Types.Append("custom.<name>")));
            }
            else if (!types.Contains(type))
            {
                types.Add(type);
            }
        }

        return areKnown ? types.ToImmutable() : null;
    }

    /// <summary>Event types that a run listens for, which one about an order cannot if they never name any.</summary>
    public ImmutableArray<string>? Heard(Place place, bool isAboutAnOrder)
    {
        var types = EventTypes(place);
        foreach (var type in types ?? [])
        {
            if (IsNew && isAboutAnOrder && !EventFields.NameAnOrder([type]))
            {
                problems.Add(
                    place, $"'{type}' names no order, and this journey is about one: it would never be heard.");
            }
        }

        return types;
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

            if (IsNew && fields.TypeOf(field) is FieldType.List)
            {
                problems.Add(
                    place, $"'{field.Path}' is a list, which would be shown as {Definitions.Wording.Unknown}.");
            }

            parts.Add(new(null, field));
            at = close + 1;
        }

        return new(parts.ToImmutable());
    }
}
