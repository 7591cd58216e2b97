using System.Collections.Immutable;
using Engagement.Journeys;
using Engagement.Messages;

namespace Engagement.Definitions.Reading;

/// <summary>Reads the steps of a journey and checks the way they are joined.</summary>
/// <param name="isAboutAnOrder">Every run of the journey is.</param>
sealed class StepReader(
    PartReader parts, ConditionReader conditions, Catalogue? published, bool isAboutAnOrder)
{
    /// <summary>Where <c>next</c> ends the run.</summary>
    public const string End = "end";

    readonly Problems _problems = parts.Problems;
    readonly WaitReader _waits = new(parts, conditions, isAboutAnOrder);
    readonly List<(Place Place, string Target)> _targets = [];

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
        foreach (var kind in (ReadOnlySpan<string>)["wait", "waitForEvent", "branch", "message", "alert", End])
        {
            if (members.Take(kind) is { } body)
            {
                kinds++;
                step = Read(kind, body, id ?? "", next);
            }
        }

        if (kinds != 1)
        {
            _problems.Add(place, "Exactly one of wait, waitForEvent, branch, message, alert and end is expected.");
        }

        members.Done();
        return kinds == 1 && id is not null ? step : null;
    }

    Step? Read(string kind, Place body, string id, string? next) => kind switch
    {
        "wait" => _waits.Wait(body, id, next, members => Target(members, "onTimeout", next)),
        "waitForEvent" => _waits.ForEvent(body, id, next, members => Target(members, "onTimeout", next)),
        "branch" => Branch(body, id, next),
        "message" => Message(body, id, next),
        "alert" => new AlertReader(parts, conditions).Read(body, id, next),
        End => Ending(body, id),
        _ => throw new NotSupportedException($"No reader for steps of kind {kind}."),
    };

    Step.End Ending(Place body, string id)
    {
        if (body.Node is not Node.Scalar { Plain: true, Text: "true" })
        {
            _problems.Add(body, "An end has nothing to say: end: true.");
        }

        return new(id);
    }

    Step.Branch? Branch(Place body, string id, string? next)
    {
        if (body.Node is not Node.List { Items: { Length: > 0 and <= Limits.CasesMax } items })
        {
            _problems.Add(body, $"A list of 1 to {Limits.CasesMax} cases is expected; 'next' is where the rest goes.");
            return null;
        }

        var cases = ImmutableArray.CreateBuilder<BranchCase>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            if (Members.Of(_problems, new(items[i], $"{body.Path}[{i}]")) is { } members)
            {
                var when = members.Require("when", "what must hold") is { } place ? conditions.Read(place) : null;
                members.Require("next", "the step to go to");
                var target = Target(members, "next", null);
                members.Done();
                if (when is not null)
                {
                    cases.Add(new(when, target));
                }
            }
        }

        return cases.Count == items.Length ? new(id, next, cases.ToImmutable()) : null;
    }

    Step.Message? Message(Place body, string id, string? next)
    {
        if (Members.Of(_problems, body) is not { } members)
        {
            return null;
        }

        var template = members.Text("template", Limits.IdMax, "the id of a template");
        var channel = OneOf(members, "channel", Channels.Email, Channels.Webhook);
        var purpose = OneOf(members, "purpose", Purposes.Transactional, Purposes.Feedback, Purposes.Marketing);
        var to = members.Text("to", Limits.IdMax);
        if (to is not null && channel == Channels.Email)
        {
            _problems.Add(members.Take("to")!.Value, "'to' names a webhook endpoint; e-mail goes to the customer.");
        }

        members.Done();
        if (template is not null)
        {
            CheckTemplate(members, template, channel);
        }

        return template is null || channel is null || purpose is null
            ? null
            : new(id, next, template, channel, purpose, to);
    }

    void CheckTemplate(Members members, string template, string? channel)
    {
        if (published is null)
        {
            return;
        }

        var place = members.Take("template")!.Value;
        if (published.Template(template) is not { } found)
        {
            _problems.NotPublished(place, template, published);
        }
        else if (channel == Channels.Email
            && !found.CanBeAnEmail)
        {
            _problems.Add(
                place, $"The template '{template}' has no subject, or neither text nor html: no e-mail can be made.");
        }
    }

    string? OneOf(Members members, string name, params ReadOnlySpan<string> allowed)
    {
        var choices = string.Join(" or ", allowed!);
        if (members.Text(name, Limits.IdMax, choices) is not { } text)
        {
            return null;
        }

        if (allowed.Contains(text))
        {
            return text;
        }

        _problems.NoneOf(members.Take(name)!.Value, text, allowed);
        return null;
    }

    string? Target(Members members, string name, string? otherwise)
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
