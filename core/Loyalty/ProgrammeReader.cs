using System.Collections.Immutable;
using System.Globalization;
using Engagement.Definitions;
using Engagement.Definitions.Reading;
using Engagement.Schema;

namespace Engagement.Loyalty;

/// <summary>Reads a loyalty programme.</summary>
sealed class ProgrammeReader(PartReader parts)
{
    const long AmountMax = 1_000_000_000_000;
    const decimal UnitsMax = 100_000_000;
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
        foreach (var type in types ?? [])
        {
            if (type is not ("return.received" or "refund.issued" or "order.cancelled"))
            {
                _problems.Add(
                    place,
                    $"'{type}' takes no points back; return.received, refund.issued and order.cancelled can.");
            }
        }

        return types ?? [];
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
        var per = Per(members);
        var multiplier = Multiplier(members);
        var currency = members.Text("currency", 3);
        if (currency is not null && !Currency.Knows(currency) && parts.IsNew)
        {
            _problems.Add(
                members.Take("currency")!.Value, "A currency's three letters of ISO 4217 are expected, such as EUR.");
        }

        var when = members.Take("when") is { } place
            ? new ConditionReader(parts, ["order.placed"]).Read(place)
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

    // A rule used to count minor units, a hundred times as many of a euro as of a yen.
    EarnPer Per(Members members)
    {
        const string PerAmount = "perAmount";
        if (members.Take("per") is not { } minor)
        {
            return members.Require(PerAmount, "an amount of the currency, 1 for each whole 1.00 EUR") is { } amount
                ? new(Decimal(amount, UnitsMax))
                : new(1);
        }

        if (members.Take(PerAmount) is not null)
        {
            _problems.Add(minor, "Either 'perAmount' or 'per' is expected, not both.");
        }
        else if (parts.IsNew && members.Take("currency") is null)
        {
            _problems.Add(
                minor,
                "'per' counts minor units, which are not worth the same in every currency: write 'perAmount' in whole "
                + "units (1 for 1.00 EUR), or name the 'currency'.");
        }

        return new(members.Whole("per", 1, AmountMax, null), IsMinor: true);
    }

    decimal Multiplier(Members members) =>
        members.Take("multiplier") is { } place ? Decimal(place, MultiplierMax) : 1;

    decimal Decimal(Place place, decimal max)
    {
        if (place.Node is Node.Scalar { Plain: true, Text: var text }
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number > 0
            && number <= max)
        {
            // More digits than this would not fit beside the largest amount.
            return Math.Max(decimal.Round(number, 4), 0.0001m);
        }

        _problems.Add(place, $"A number above 0 and up to {max} is expected.");
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
