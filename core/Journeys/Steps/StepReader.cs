using System.Collections.Immutable;
using Engagement.Definitions.Reading;

namespace Engagement.Journeys;

/// <summary>Reads the steps of a journey and checks the way they are joined.</summary>
/// <param name="isAboutAnOrder">Every run of the journey is.</param>
sealed class StepReader(PartReader parts, ConditionReader conditions, bool isAboutAnOrder)
{
    /// <summary>Where <c>next</c> ends the run.</summary>
    public const string End = "end";

    readonly Problems _problems = parts.Problems;
    readonly List<(Place Place, string Target)> _targets = [];

    public PartReader Parts => parts;

    public ConditionReader Conditions => conditions;

    public bool IsAboutAnOrder => isAboutAnOrder;

    public ImmutableArray<Step>? Read(Members journey)
    {
        if (journey.Require("steps", "what happens, in order") is not { } place)
        {
            return null;
        }

        if (place.Node is not Node.List { Items: { Length: > 0 and <= Limits.StepsMax } items })
        {
            _problems.Add(place, $"A list of 1 to {Limits.StepsMax} steps is expected.");
            return null;
        }

        var places = items.Select((item, i) => new Place(item, $"{place.Path}[{i}]")).ToImmutableArray();
        var ids = Ids(places);
        var steps = places
            .Select((at, i) => Read(at, ids[i], i + 1 < ids.Length ? ids[i + 1] : null))
            .ToImmutableArray();
        var isJoined = true;

        foreach (var (at, target) in _targets)
        {
            if (!ids.Contains(target))
            {
                _problems.Add(
                    at, $"There is no step '{target}'" + NearName.Instead(target, ids.OfType<string>().Append(End)));
                isJoined = false;
            }
        }

        JourneyGraph.Check(_problems, steps, places, isJoined && steps.All(step => step is not null));
        return steps.All(step => step is not null) ? [.. steps.Select(step => step!)] : null;
    }

    /// <summary>Ids come first, for a step may name one that stands further down.</summary>
    ImmutableArray<string?> Ids(ImmutableArray<Place> places)
    {
        var ids = ImmutableArray.CreateBuilder<string?>(places.Length);
        foreach (var place in places)
        {
            var id = (place.Node.Member("id") as Node.Scalar)?.Text;
            if (id is null || !Notation.Id.IsMatch(id) || id == End)
            {
                _problems.Add(place, $"A step needs an id of lower-case letters, digits and dashes, other than {End}.");
            }
            else if (ids.Contains(id))
            {
                _problems.Add(place, $"The id '{id}' is another step's already.");
            }

            ids.Add(id);
        }

        return ids.ToImmutable();
    }

    Step? Read(Place place, string? id, string? following)
    {
        if (Members.Of(_problems, place) is not { } members)
        {
            return null;
        }

        members.Take("id");
        var next = Target(members, "next", following);
        var (kinds, step) = (0, (Step?)null);
        foreach (var kind in StepKinds.All)
        {
            if (members.Take(kind.Name) is { } body)
            {
                kinds++;
                step = kind.Read(this, body, id ?? "", next);
            }
        }

        if (kinds != 1)
        {
            _problems.Add(place, $"Exactly one of {StepKinds.Names} is expected.");
        }

        members.Done();
        return kinds == 1 && id is not null ? step : null;
    }

    /// <summary>The step that a member names; it may stand further down.</summary>
    public string? Target(Members members, string name, string? otherwise)
    {
        if (members.Text(name, Limits.IdMax) is not { } target)
        {
            return otherwise;
        }

        if (target == End)
        {
            return null;
        }

        _targets.Add((members.Take(name)!.Value, target));
        return target;
    }
}
