using Engagement.Alerts;
using Engagement.Customers;
using Engagement.Definitions;
using Engagement.Feedback;
using Engagement.Messages;
using Engagement.Policy;
using Engagement.Time;

namespace Engagement.Journeys;

/// <summary>Takes one run from step to step until it rests or ends.</summary>
sealed class JourneyWalk(Turn turn, Journey journey, string entry, ReadOnlyMemory<byte> trigger)
{
    JourneyRun Run => JourneyRuns.Find(turn.Customer, entry)
        ?? throw new InvalidOperationException($"The run '{entry}' is not under way.");

    Scope Scope => new(turn.Customer, turn.Order(Run.OrderId), Run.EventType, trigger);

    /// <summary>Goes on from a step that is still to be done; null ends the run.</summary>
    public void From(string? id)
    {
        for (var step = journey.Step(id); step is not null; step = journey.Step(id))
        {
            switch (step)
            {
                case Step.Wait wait when WakeAt(wait) is var wakeAt && !(wakeAt <= turn.Now):
                    Rest(step, wakeAt ?? wait.Timeout?.After(turn.Now, turn.Zone));
                    return;
                case Step.Wait:
                    break;
                case Step.WaitForEvent wait:
                    Rest(step, wait.Timeout.After(turn.Now, turn.Zone));
                    return;
                case var _ when !turn.Spend():
                    Rest(step, turn.Now);
                    return;
                case Step.Message message:
                    Send(message);
                    break;
                case Step.Alert alert:
                    Raise(alert);
                    break;
                case Step.Branch or Step.End:
                    break;
                default:
                    throw new NotSupportedException($"No way to do {step.GetType().Name}.");
            }

            id = step is Step.Branch branch ? Choose(branch) : step.Next;
        }

        turn.Add(new Fact.JourneyLeft(entry, "It came to its end."));
    }

    public void Rest(Step step, DateTimeOffset? wakeAt)
    {
        if (Run.Moves >= Customer.RestsMax)
        {
            turn.Add(new Fact.JourneyLeft(entry, $"It has waited {Customer.RestsMax} times, as often as a run may."));
            return;
        }

        var day = step is Step.Wait { For: { Months: > 0 } period } ? Aim(period) : Run.Day;
        turn.Add(new Fact.JourneyMoved(
            entry, step.Id, wakeAt, wakeAt is { } at && day > turn.Zone.Local(at).Day ? day : null));
    }

    int? Aim(Period period) => period.Aim(turn.Now, turn.Zone, Run.Day);

    /// <summary>
    /// When a wait that begins now is over; null while the instant it waits for is not known. A date further away than
    /// anything may wait is no better known.
    /// </summary>
    public DateTimeOffset? WakeAt(Step.Wait wait)
    {
        var wakeAt = turn.Now;
        if (wait.For is { } period)
        {
            wakeAt = period.After(turn.Now, turn.Zone, Aim(period));
        }
        else if (wait.Until is { } anchor)
        {
            if (anchor.Field.Read(Scope).AsInstant() is not { Kind: ValueKind.Instant, Instant: var instant }
                || Period.IsBeyond(instant, turn.Now))
            {
                return null;
            }

            var moved = anchor.Earlier
                ? anchor.Offset.Before(instant, turn.Zone)
                : anchor.Offset.After(instant, turn.Zone);
            wakeAt = moved < turn.Now ? turn.Now : moved;
        }

        return wait.Window?.Next(wakeAt, turn.Zone) ?? wakeAt;
    }

    string? Choose(Step.Branch branch)
    {
        foreach (var option in branch.Cases)
        {
            if (option.When.Holds(Scope))
            {
                return option.Next;
            }
        }

        return branch.Next;
    }

    void Send(Step.Message step)
    {
        var (customer, run) = (turn.Customer, Run);
        var template = turn.Catalogue.Template(step.Template);
        var objection = template is null
            ? $"No template '{step.Template}' is in force."
            : MessagePolicy.Objection(customer, turn.Order(run.OrderId), run, step);
        if (template is null || objection is not null)
        {
            turn.Add(new Fact.MessageWithheld(Key(step), entry, step.Id, step.Channel, step.Template, objection!));
            return;
        }

        var (key, isLetter) = (Key(step), step.Channel == Channels.Email);
        var to = isLetter ? customer.Contact.Email! : step.To ?? "default";
        turn.Add(new Fact.MessageQueued(
            key,
            entry,
            step.Id,
            step.Channel,
            template.Id,
            template.Version,
            step.Purpose,
            isLetter ? to : null));
        turn.Do(new Effect.SendMessage(
            key,
            step.Channel,
            template.Id,
            template.Version,
            to,
            step.Purpose,
            customer.Contact.Locale ?? turn.Catalogue.Locale,
            turn.Zone.Id,
            MessageModel.Freeze(Scope, key, step.Purpose),
            turn.Catalogue.Look(template, journey)));
    }

    void Raise(Step.Alert step)
    {
        var severity = step.Severity;
        foreach (var option in step.Cases)
        {
            if (option.When.Holds(Scope))
            {
                severity = option.Severity;
                break;
            }
        }

        var key = Key(step);
        AlertDesk.Raise(turn, key, new(
            AlertDesk.IdOf(turn.Customer.Id, key),
            turn.Now,
            severity,
            step.Title.Say(Scope, turn.Zone),
            step.Reason.Say(Scope, turn.Zone),
            $"{journey.Id}/{step.Id}",
            turn.Customer.Contact.Name,
            Run.OrderId,
            Words.Rating(trigger.Span),
            Words.Quote(trigger.Span)));
    }

    /// <summary>The same step of the same run always has the same key; rounds of a loop are told apart.</summary>
    string Key(Step step) =>
        journey.Repeating.Contains(step.Id) ? $"{entry}/{step.Id}#{Run.Moves}" : $"{entry}/{step.Id}";
}
