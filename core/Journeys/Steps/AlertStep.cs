using System.Collections.Immutable;
using Engagement.Alerts;
using Engagement.Definitions;
using Engagement.Definitions.Reading;
using Engagement.Feedback;

namespace Engagement.Journeys;

/// <summary>Puts something before the agents.</summary>
/// <param name="Cases">The first that holds gives the severity; else <paramref name="Severity"/>.</param>
public sealed record AlertStep(
    string Id,
    string? Next,
    Severity Severity,
    ImmutableArray<SeverityCase> Cases,
    Wording Title,
    Wording Reason) : Step(Id, Next)
{
    internal override Course Do(JourneyWalk walk)
    {
        var scope = walk.Scope;
        walk.Context.Give(new Raise(
            walk.Key(this),
            SeverityIn(scope),
            Title.Say(scope, walk.Zone),
            Reason.Say(scope, walk.Zone),
            $"{walk.Journey.Id}/{Id}",
            walk.Run.OrderId,
            Words.Rating(walk.Trigger.Span),
            Words.Quote(walk.Trigger.Span)));
        return Course.To(Next);
    }

    Severity SeverityIn(in Scope scope)
    {
        foreach (var option in Cases)
        {
            if (option.When.Holds(scope))
            {
                return option.Severity;
            }
        }

        return Severity;
    }
}

public sealed record SeverityCase(Condition When, Severity Severity);

/// <summary>Reads what agents are told, and how urgent it is.</summary>
sealed class AlertReader(StepReader steps)
{
    readonly Problems _problems = steps.Parts.Problems;

    public AlertStep? Read(Place body, string id, string? next)
    {
        if (Members.Of(_problems, body) is not { } members)
        {
            return null;
        }

        var severity = members.Require("severity", "low, medium, high or critical, or a list of cases") is { } place
            ? Severities(place)
            : null;
        var title = steps.Parts.Wording(members, "title", steps.Conditions);
        var reason = steps.Parts.Wording(members, "reason", steps.Conditions);
        members.Done();
        return severity is { } known && title is not null && reason is not null
            ? new(id, next, known.Otherwise, known.Cases, title, reason)
            : null;
    }

    (Severity Otherwise, ImmutableArray<SeverityCase> Cases)? Severities(Place place)
    {
        if (place.Node is not Node.List { Items: { Length: > 0 and <= Limits.CasesMax } items })
        {
            return Known(place) is { } only ? (only, []) : null;
        }

        var cases = ImmutableArray.CreateBuilder<SeverityCase>();
        Severity? otherwise = null;
        for (var i = 0; i < items.Length; i++)
        {
            if (Members.Of(_problems, new(items[i], $"{place.Path}[{i}]")) is not { } members)
            {
                continue;
            }

            if (members.Take("otherwise") is { } rest)
            {
                otherwise = Known(rest);
            }
            else if (Case(members) is ({ } condition, { } severity))
            {
                cases.Add(new(condition, severity));
            }

            members.Done();
        }

        if (otherwise is null)
        {
            _problems.Add(place, "The last case must be otherwise, with the severity of everything else.");
        }

        return otherwise is { } known ? (known, cases.ToImmutable()) : null;
    }

    (Condition? When, Severity? Severity) Case(Members members) => (
        members.Require("when", "what must hold, or otherwise with a severity") is { } when
            ? steps.Conditions.Read(when)
            : null,
        members.Require("severity", "low, medium, high or critical") is { } named ? Known(named) : null);

    Severity? Known(Place place)
    {
        Severity? severity = place.Node is not Node.Scalar { Text: var text } ? null : text switch
        {
            "low" => Severity.Low,
            "medium" => Severity.Medium,
            "high" => Severity.High,
            "critical" => Severity.Critical,
            _ => null,
        };
        if (severity is null && place.Node is Node.Scalar { Text: var wrong })
        {
            _problems.NoneOf(place, wrong, "low", "medium", "high", "critical");
        }
        else if (severity is null)
        {
            _problems.Add(place, "One of low, medium, high and critical is expected.");
        }

        return severity;
    }
}
