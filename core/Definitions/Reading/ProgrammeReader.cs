using System.Collections.Immutable;
using System.Globalization;
using Engagement.Loyalty;

namespace Engagement.Definitions.Reading;

/// <summary>Reads a loyalty programme.</summary>
sealed class ProgrammeReader(PartReader parts)
{
    const long AmountMax = 1_000_000_000_000;
    const long PointsPerAmountMax = 1_000_000;
    const decimal MultiplierMax = 100;

    readonly Problems _problems = parts.Problems;

    public Programme? Read(Members members, string id, int version)
    {
        var name = members.Text("name", Limits.NameMax, "what people call this programme");
        var enabled = members.Truth("enabled", true);
        var earn = members.Require("earn", "a list of rules by which orders earn points") is { } rules
            ? Rules(rules)
            : [];
        var pending = members.Require("pendingFor", "how long after delivery points stay pending, such as P30D")
            is { } duration
                ? parts.Duration(duration)
                : null;
        var clawback = members.Take("clawback") is { } events ? Clawbacks(events) : [];
        return name is null || pending is not { } window
            ? null
            : new(id, version, name, enabled, earn, window, clawback);
    }

    ImmutableArray<string> Clawbacks(Place place)
    {
        var types = parts.EventTypes(place);
        foreach (var type in types)
        {
            if (type is not ("return.received" or "refund.issued" or "order.cancelled"))
            {
                _problems.Add(
                    place,
                    $"'{type}' takes no points back; return.received, refund.issued and order.cancelled can.");
            }
        }

        return types;
    }

    ImmutableArray<EarnRule> Rules(Place place)
    {
        if (place.Node is not Node.List { Items: { Length: > 0 and <= Limits.EarnRulesMax } items })
        {
            _problems.Add(place, $"A list of 1 to {Limits.EarnRulesMax} rules is expected.");
            return [];
        }

        var rules = ImmutableArray.CreateBuilder<EarnRule>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            if (Members.Of(_problems, new(items[i], $"{place.Path}[{i}]")) is { } members)
            {
                rules.Add(Rule(members));
            }
        }

        return rules.ToImmutable();
    }

    EarnRule Rule(Members members)
    {
        var points = members.Whole("points", 1, PointsPerAmountMax, null);
        var per = members.Whole("per", 1, AmountMax, null);
        var multiplier = Multiplier(members);
        var currency = members.Text("currency", 3);
        if (currency is not null && !(currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)))
        {
            _problems.Add(members.Take("currency")!.Value, "Three capital letters are expected, such as EUR.");
        }

        var when = members.Take("when") is { } place
            ? new ConditionReader(_problems, ["order.placed"]).Read(place)
            : null;
        if (when is not null && NamesRating(when))
        {
            _problems.Add(
                members.Take("when")!.Value,
                "Points must not depend on a rating: paying for good reviews is against the law in several countries.");
        }

        members.Done();
        return new(points, per, multiplier, currency, when);
    }

    decimal Multiplier(Members members)
    {
        if (members.Take("multiplier") is not { } place)
        {
            return 1;
        }

        if (place.Node is Node.Scalar { Plain: true, Text: var text }
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var multiplier)
            && multiplier is > 0 and <= MultiplierMax)
        {
            // More digits than this would not fit beside the largest amount.
            return decimal.Round(multiplier, 4);
        }

        _problems.Add(place, $"A number above 0 and up to {MultiplierMax} is expected.");
        return 1;
    }

    static bool NamesRating(Condition condition) => condition switch
    {
        Condition.All all => all.Parts.Any(NamesRating),
        Condition.Any any => any.Parts.Any(NamesRating),
        Condition.Not not => NamesRating(not.Part),
        Condition.Compare compare => compare.Field.Path == "order.rating",
        _ => throw new NotSupportedException($"No way to look into {condition.GetType().Name}."),
    };
}
