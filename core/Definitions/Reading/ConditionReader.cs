using System.Collections.Immutable;

namespace Engagement.Definitions.Reading;

/// <summary>Reads conditions, fields and comparisons.</summary>
/// <param name="events">
/// The events whose members <c>event.*</c> may name; null when it is not known which they are.
/// </param>
sealed class ConditionReader(PartReader parts, ImmutableArray<string>? events)
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

    readonly Problems _problems = parts.Problems;

    public Condition? Read(Place place, int depth = 1)
    {
        if (depth > Limits.ConditionDepthMax)
        {
            _problems.Add(place, $"Conditions may be nested {Limits.ConditionDepthMax} deep.");
            return null;
        }

        if (Members.Of(_problems, place) is not { } members)
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
        if (parts.Fields.Find(path) is not { } field)
        {
            _problems.Add(place, path.StartsWith("order.", StringComparison.Ordinal)
                || path.StartsWith("customer.", StringComparison.Ordinal)
                    ? $"There is no field '{path}'" + NearName.Instead(path, Siblings(path))
                    : $"'{path}' is no field: fields begin with event., order. or customer." + Meant(path));
            return null;
        }

        if (events is not { } types)
        {
            return field;
        }

        if (field is EventField && TypeOf(field) is null)
        {
            var member = path["event.".Length..];
            _problems.Add(
                place,
                $"{string.Join(" and ", types)} has no member '{member}'"
                + NearName.Instead(member, EventFields.Of(types)));
            return null;
        }

        if (parts.IsNew && field.NeedsSubject && !EventFields.NameAnOrder(types))
        {
            _problems.Add(place, $"'{path}' is never known here: {string.Join(" and ", types)} names no order.");
            return null;
        }

        return field;
    }

    /// <summary>What a field of these events can hold; null when none of them has it.</summary>
    public FieldType? TypeOf(Field field) => (field, events) switch
    {
        (EventTypeField, { } types) => new FieldType.Choice(types),
        (EventField of, { } types) => EventFields.TypeOf(types, string.Join('.', of.Members)),
        _ => field.Type,
    };

    IEnumerable<string> Siblings(string path) => parts.Fields.Paths
        .Where(known => known.StartsWith(path[..(path.IndexOf('.') + 1)], StringComparison.Ordinal));

    string Meant(string path)
    {
        var known = parts.Fields.Paths
            .Concat(EventFields.Of(events ?? []).Select(member => $"event.{member}"))
            .Order(StringComparer.Ordinal)
            .ToArray();
        var near = known.FirstOrDefault(field => field.EndsWith($".{path}", StringComparison.Ordinal))
            ?? NearName.Of(path, known);
        return near is null ? "" : $" Did you mean {near}?";
    }

    ImmutableArray<Condition>? Parts(Place place, int depth)
    {
        if (place.Node is not Node.List { Items: { Length: > 0 and <= Limits.ConditionPartsMax } items })
        {
            _problems.Add(place, $"A list of 1 to {Limits.ConditionPartsMax} conditions is expected.");
            return null;
        }

        var read = ImmutableArray.CreateBuilder<Condition>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            if (Read(new(items[i], $"{place.Path}[{i}]"), depth + 1) is { } part)
            {
                read.Add(part);
            }
        }

        return read.Count == items.Length ? read.ToImmutable() : null;
    }

    Condition.Compare? Compare(Members members)
    {
        var path = members.Text("field", Limits.NameMax, "a field such as order.stage, or all, any or not");
        var field = path is null ? null : Field(members.Take("field")!.Value, path);
        Condition.Compare? read = null;
        var found = 0;
        foreach (var (name, how) in _comparisons)
        {
            if (members.Take(name) is { } operand)
            {
                found++;
                read = Operands(operand, field, how) is { } operands && field is not null
                    ? new(field, how, operands)
                    : null;
            }
        }

        if (found != 1 && path is not null)
        {
            _problems.Add(members.Here, "Exactly one of eq, ne, lt, lte, gt, gte, in, exists, contains is expected.");
            return null;
        }

        return read;
    }

    ImmutableArray<Value>? Operands(Place place, Field? field, Comparison how)
    {
        if (how == Comparison.In)
        {
            if (place.Node is Node.List { Items: { Length: > 0 and <= Limits.ConditionPartsMax } items }
                && items.All(item => item is Node.Scalar))
            {
                return [.. items.Select((item, i) => One(new(item, $"{place.Path}[{i}]"), field, how))];
            }

            _problems.Add(place, $"A list of 1 to {Limits.ConditionPartsMax} values is expected.");
            return null;
        }

        if (place.Node is not Node.Scalar)
        {
            _problems.Add(place, $"This is {place.Node.Shape}; a single value is expected.");
            return null;
        }

        if (how != Comparison.Exists)
        {
            return [One(place, field, how)];
        }

        if (Operand.Literal((Node.Scalar)place.Node) is { Kind: ValueKind.Truth } truth)
        {
            return [truth];
        }

        _problems.Add(place, "Either true or false is expected.");
        return null;
    }

    // What was published before there were types is read as it was written where it is of none.
    Value One(Place place, Field? field, Comparison how)
    {
        var type = (field is null ? null : TypeOf(field)) ?? new FieldType.Any();
        var value = Operand.Of((Node.Scalar)place.Node, field?.Path ?? "", type, how, out var flaw);
        if (flaw is not null && parts.IsNew)
        {
            _problems.Add(place, flaw);
        }

        return value;
    }
}
