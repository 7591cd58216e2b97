using Engagement.Definitions.Reading;
using Engagement.Messages;

namespace Engagement.Journeys;

/// <summary>Sends a message, if nothing holds it back.</summary>
/// <param name="To">The webhook endpoint's name; e-mail goes to the customer's address.</param>
public sealed record MessageStep(
    string Id, string? Next, string Template, string Channel, string Purpose, string? To = null) : Step(Id, Next)
{
    internal override string? Sends(string channel) => channel == Channel ? Template : null;

    internal override Course Do(JourneyWalk walk)
    {
        walk.Context.Give(new Send(
            walk.Key(this),
            walk.Entry,
            Id,
            Channel,
            Template,
            Purpose,
            To,
            walk.Journey.Brand,
            walk.Order,
            walk.Run.EventType,
            walk.Trigger));
        return Course.To(Next);
    }

    internal static MessageStep? Read(StepReader steps, Place body, string id, string? next)
    {
        if (Members.Of(steps.Parts.Problems, body) is not { } members)
        {
            return null;
        }

        var template = members.Text("template", Limits.IdMax, "the id of a template");
        var channel = OneOf(steps, members, "channel", Channels.Email, Channels.Webhook);
        var purpose = OneOf(steps, members, "purpose", Purposes.Transactional, Purposes.Feedback, Purposes.Marketing);
        var to = members.Text("to", Limits.IdMax);
        if (to is not null && channel == Channels.Email)
        {
            steps.Parts.Problems.Add(
                members.Take("to")!.Value, "'to' names a webhook endpoint; e-mail goes to the customer.");
        }

        members.Done();
        if (template is not null)
        {
            CheckTemplate(steps, members, template, channel);
        }

        return template is null || channel is null || purpose is null
            ? null
            : new(id, next, template, channel, purpose, to);
    }

    static void CheckTemplate(StepReader steps, Members members, string template, string? channel)
    {
        if (steps.Parts.Published<PublishedMessages>() is not { } published)
        {
            return;
        }

        var place = members.Take("template")!.Value;
        if (published.Templates.Find(template) is not { } found)
        {
            steps.Parts.Problems.NotPublished(place, template, published);
        }
        else if (channel == Channels.Email
            && !found.CanBeAnEmail)
        {
            steps.Parts.Problems.Add(
                place, $"The template '{template}' has no subject, or neither text nor html: no e-mail can be made.");
        }
    }

    static string? OneOf(StepReader steps, Members members, string name, params ReadOnlySpan<string> allowed)
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

        steps.Parts.Problems.NoneOf(members.Take(name)!.Value, text, allowed);
        return null;
    }
}
