using System.Collections.Immutable;
using Engagement.Definitions;
using Engagement.Definitions.Reading;

namespace Engagement.Journeys;

/// <summary>Goes where the first case that holds says, else on.</summary>
public sealed record Branch(string Id, string? Next, ImmutableArray<BranchCase> Cases) : Step(Id, Next)
{
    internal override IEnumerable<string?> Targets => [.. Cases.Select(option => option.Next), Next];

    internal override Course Do(JourneyWalk walk)
    {
        var scope = walk.Scope;
        foreach (var option in Cases)
        {
            if (option.When.Holds(scope))
            {
                return Course.To(option.Next);
            }
        }

        return Course.To(Next);
    }

    internal static Branch? Read(StepReader steps, Place body, string id, string? next)
    {
        if (body.Node is not Node.List { Items: { Length: > 0 and <= Limits.CasesMax } items })
        {
            steps.Parts.Problems.Add(
                body, $"A list of 1 to {Limits.CasesMax} cases is expected; 'next' is where the rest goes.");
            return null;
        }

        var cases = ImmutableArray.CreateBuilder<BranchCase>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            if (Members.Of(steps.Parts.Problems, new(items[i], $"{body.Path}[{i}]")) is { } members)
            {
                var when = members.Require("when", "what must hold") is { } place ? steps.Conditions.Read(place) : null;
                members.Require("next", "the step to go to");
                var target = steps.Target(members, "next", null);
                members.Done();
                if (when is not null)
                {
                    cases.Add(new(when, target));
                }
            }
        }

        return cases.Count == items.Length ? new(id, next, cases.ToImmutable()) : null;
    }
}

/// <param name="Next">Null ends the run.</param>
public sealed record BranchCase(Condition When, string? Next);
