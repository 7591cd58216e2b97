using System.Collections.Immutable;
using System.Globalization;

namespace Engagement.Definitions.Reading;

/// <summary>Reads conditions, fields and comparisons.</summary>
/// <param name="events">The events whose members <c>event.*</c> may name.</param>
sealed class ConditionReader(Problems problems, ImmutableArray<string> events)
{
    static readonly ImmutableArray<(string Name, Comparison How)> _comparisons =
    [
        ("eq", Comparison.Equal),
        ("ne", Comparison.NotEqual),
        ("lt", Comparison.Less),
        ("lte", Comparison.LessOrEqual),
        ("gt", Comparison.Greater),
        ("gte", Comparison.GreaterOrEqual),
        ("in", Comparison.In),
        ("exists", Comparison.Exists),
        ("contains", Comparison.Contains),
    ];

    public Condition? Read(Place place, int depth = 1)
    {
        if (depth > Limits.ConditionDepthMax)
        {
            problems.Add(place, $"Conditions may be nested {Limits.ConditionDepthMax} deep.");
            return null;
        }

        if (Members.Of(problems, place) is not { } members)
        {
            return null;
        }

        Condition? read = members switch
        {
            _ when members.Take("all") is { } all => Parts(all, depth) is { } parts ? new Condition.All(parts) : null,
            _ when members.Take("any") is { } any => Parts(any, depth) is { } parts ? new Condition.Any(parts) : null,
            _ when members.Take("not") is { } not => Read(not, depth + 1) is { } part ? new Condition.Not(part) : null,
            _ => Compare(members),
        };
        members.Done();
        return read;
    }

    /// <summary>A path that the events, orders or customers have; null and a problem otherwise.</summary>
    public Field? Field(Place place, string path)
    {
        if (Definitions.Field.Find(path) is not { } field)
        {
            problems.Add(place, path.StartsWith("order.", StringComparison.Ordinal)
                || path.StartsWith("customer.", StringComparison.Ordinal)
                    ? $"There is no field '{path}'; there are {string.Join(", ", Siblings(path))}."
                    : $"'{path}' is no field: fields begin with event., order. or customer.");
            return null;
        }

        if (field is Field.OfEvent && !EventFields.Has(events, path["event.".Length..]))
        {
            problems.Add(
                place,
                $"{string.Join(" and ", events)} has no member '{path["event.".Length..]}'; "
                + $"there are {string.Join(", ", EventFields.Of(events))}.");
            return null;
        }

        return field;
    }

    static IEnumerable<string> Siblings(string path) => Definitions.Field.Known.Keys
        .Where(known => known.StartsWith(path[..(path.IndexOf('.') + 1)], StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    ImmutableArray<Condition>? Parts(Place place, int depth)
    {
        if (place.Node is not Node.List { Items: { Length: > 0 and <= Limits.ConditionPartsMax } items })
        {
            problems.Add(place, $"A list of 1 to {Limits.ConditionPartsMax} conditions is expected.");
            return null;
        }

        var parts = ImmutableArray.CreateBuilder<Condition>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            if (Read(new(items[i], $"{place.Path}[{i}]"), depth + 1) is { } part)
            {
                parts.Add(part);
            }
        }

        return parts.Count == items.Length ? parts.ToImmutable() : null;
    }

    Condition.Compare? Compare(Members members)
    {
        var path = members.Text("field", Limits.NameMax, "a field such as order.stage, or all, any or not");
        var place = members.Take("field");
        Condition.Compare? read = null;
        var found = 0;
        foreach (var (name, how) in _comparisons)
        {
            if (members.Take(name) is { } operand)
            {
                found++;
                var field = path is null ? null : Field(place!.Value, path);
                read = Operands(operand, how) is { } operands && field is not null
                    ? new(field, how, operands)
                    : null;
            }
        }

        if (found != 1 && path is not null)
        {
            problems.Add(members.Here, "Exactly one of eq, ne, lt, lte, gt, gte, in, exists, contains is expected.");
            return null;
        }

        return read;
    }

    ImmutableArray<Value>? Operands(Place place, Comparison how)
    {
        if (how == Comparison.In)
        {
            if (place.Node is Node.List { Items: { Length: > 0 and <= Limits.ConditionPartsMax } items }
                && items.All(item => item is Node.Scalar))
            {
                return [.. items.Select(item => Literal((Node.Scalar)item))];
            }

            problems.Add(place, $"A list of 1 to {Limits.ConditionPartsMax} values is expected.");
            return null;
        }

        if (place.Node is not Node.Scalar scalar)
        {
            problems.Add(place, $"This is {place.Node.Shape}; a single value is expected.");
            return null;
        }

        var value = Literal(scalar);
        var (fits, expected) = how switch
        {
            Comparison.Exists => (value.Kind == ValueKind.Truth, "Either true or false is expected."),
            Comparison.Less or Comparison.LessOrEqual or Comparison.Greater or Comparison.GreaterOrEqual => (
                value.Kind == ValueKind.Number || value.AsInstant().Kind == ValueKind.Instant,
                "A number or an instant such as 2026-03-01T00:00:00Z is expected."),
            _ => (true, ""),
        };
        if (!fits)
        {
            problems.Add(place, expected);
            return null;
        }

        return [value];
    }

    static Value Literal(Node.Scalar scalar) => scalar switch
    {
        { Plain: true, Text: "true" } => Value.Of(true),
        { Plain: true, Text: "false" } => Value.Of(false),
        { Plain: true, Text: var text } when decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number) => Value.Of(number),
        _ => Value.Of(scalar.Text),
    };
}
