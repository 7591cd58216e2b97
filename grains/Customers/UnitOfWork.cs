using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Engagement.Catalogues;
using Engagement.Events;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;
using Engagement.Storage;
using Engagement.Telemetry;

namespace Engagement.Customers;

/// <summary>
/// What one call to a customer does before it is committed: inputs decided one after another, and everything that must
/// be written in the same transaction. Dropping it undoes it.
/// </summary>
sealed class UnitOfWork(CustomerKey key, LoadedCustomer before, WorkspaceRules rules)
{
    /// <summary>Follow-ups fired in one turn at most; what is left stays due and is fired in the next.</summary>
    public const int FollowUpsMax = 100;

    readonly ImmutableArray<JournalEntry>.Builder _entries = ImmutableArray.CreateBuilder<JournalEntry>();
    readonly ImmutableArray<OutboxEntry>.Builder _outbox = ImmutableArray.CreateBuilder<OutboxEntry>();
    readonly ImmutableArray<LedgerEntry>.Builder _ledger = ImmutableArray.CreateBuilder<LedgerEntry>();
    readonly ImmutableArray<MessageRow>.Builder _messages = ImmutableArray.CreateBuilder<MessageRow>();

    readonly LoadedCustomer _before = before;

    public LoadedCustomer After { get; private set; } = before;

    public int Fired { get; private set; }

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>What the clock says, whatever the customer's time is; effects leave by this one.</summary>
    DateTimeOffset _clock;

    /// <summary>Decides an event at our time <paramref name="at"/>, after everything that was due before it.</summary>
    public void Take(EventMessage message, EventStamp stamp, DateTimeOffset at)
    {
        _clock = at;
        var now = NotBefore(at);
        Fire(now);
        var e = CustomerEvent.Read(stamp.Key, message.Type, message.OccurredAt, message.Data);
        Record(new Input.EventArrived(e, now), "event", stamp, InputJson.Of(message));
    }

    /// <summary>
    /// Fires what is due. A rehearsal fires each follow-up at its own time, so that its pace changes nothing.
    /// </summary>
    public void Fire(DateTimeOffset now)
    {
        while (Fired < FollowUpsMax && After.Customer.NextDue is { } due && due <= now)
        {
            _clock = rules.Workspace.Rehearsal ? due : now;
            var at = NotBefore(_clock);
            if (!Record(new Input.FollowUpDue(at), "follow-up", null, InputJson.OfFollowUp(due)))
            {
                throw new InvalidOperationException(
                    $"A customer waits for {due:O}, and nothing is done about it at {at:O} by revision " +
                    $"{rules.Catalogue.Revision}: it would be woken for ever.");
            }

            Fired++;
        }
    }

    /// <returns>Why the act cannot be done now, or null.</returns>
    public string? Act(string json, DateTimeOffset at) => ActAt(json, at, NotBefore(at), isTimed: false);

    /// <summary>The one input with which a customer's time goes back: to the clock, which is right again.</summary>
    public void SetTimeRight(JourneyAct.SetTimeRight act, DateTimeOffset at) =>
        ActAt(JsonSerializer.Serialize<AgentAct>(act, CoreJson.AgentAct), at, at, isTimed: true);

    /// <param name="isTimed">The time itself is what changes; else an act that changes nothing is none.</param>
    string? ActAt(string json, DateTimeOffset clock, DateTimeOffset at, bool isTimed)
    {
        _clock = clock;
        var act = JsonSerializer.Deserialize(json, CoreJson.AgentAct)!;
        var input = new Input.AgentActed(act, at);
        var decision = Decide(input);
        if (decision.Refusal is null && (isTimed || !decision.Facts.IsEmpty))
        {
            Add(input, decision, "act", null, Encoding.UTF8.GetBytes(json));
        }

        return decision.Refusal;
    }

    public CustomerCommit ToCommit()
    {
        EffectTraces.Remember(key, _outbox);
        var customer = After.Customer;
        var row = new CustomerRow(
            customer.Profile.Contact.Name,
            customer.Profile.Contact.Email,
            (int)Math.Min(customer.Orders.Count, int.MaxValue),
            customer.Alerts.Alerts.Length,
            customer.Points.Pending,
            customer.Points.Available,
            After.At,
            UnknownWaits.Count(customer, rules.Catalogue.Journeys));
        return new(
            key,
            rules.Lane,
            _before.Version,
            _entries.DrainToImmutable(),
            customer.NextDue,
            _outbox.DrainToImmutable(),
            _ledger.DrainToImmutable(),
            _messages.DrainToImmutable(),
            row)
        {
            Suppressions = Suppressions(),
        };
    }

    /// <summary>
    /// Where the workspace asks by address. All that hold are said each time, which is nothing for nearly everybody.
    /// </summary>
    ImmutableArray<SuppressionRow> Suppressions()
    {
        var (had, has) = (_before.Customer.Messages.Suppressions, After.Customer.Messages.Suppressions);
        if (had.IsEmpty && has.IsEmpty)
        {
            return [];
        }

        var held = has.Select(one => new SuppressionRow(
            one.Channel, SuppressionRow.Compared(one.Address), one.Reason)).ToArray();
        var lifted = had
            .Select(one => new SuppressionRow(one.Channel, SuppressionRow.Compared(one.Address), null))
            .Where(one => !held.Any(still => (still.Channel, still.Address) == (one.Channel, one.Address)));
        return [.. held.Concat(lifted).DistinctBy(row => (row.Channel, row.Address))];
    }

    // Pumps go by real time, and a rehearsal's clock may be years ahead of it; so may a customer's time, when a clock
    // was ahead once.
    DateTimeOffset NotBefore(Input input) => rules.Workspace.Rehearsal
        ? DateTimeOffset.UnixEpoch
        : input.Now < _clock ? input.Now : _clock;

    // The clocks of two nodes may differ, and a rehearsal's events may be older than its follow-ups.
    DateTimeOffset NotBefore(DateTimeOffset at) => at > After.At ? at : After.At;

    bool Record(Input input, string kind, EventStamp? stamp, ReadOnlyMemory<byte> inputJson)
    {
        var decision = Decide(input);
        Add(input, decision, kind, stamp, inputJson);
        return !decision.Facts.IsEmpty;
    }

    Decision Decide(Input input)
    {
        using var step = Steps.Begin(Steps.Decide);
        return Decider.Decide(After.Customer, input, rules.Catalogue);
    }

    void Add(Input input, Decision decision, string kind, EventStamp? stamp, ReadOnlyMemory<byte> inputJson)
    {
        _ledger.AddRange(decision.Ledger);
        foreach (var fact in decision.Facts)
        {
            AddMessage(fact, input.Now);
        }

        foreach (var effect in decision.Effects)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(effect, CoreJson.Effect);
            _outbox.Add(new(effect.Key, effect.Receiver, NotBefore(input), json));
        }

        After = new(decision.After, After.Version + 1, input.Now);
        var facts = JsonSerializer.SerializeToUtf8Bytes(decision.Facts, CoreJson.Facts);
        _entries.Add(new(After.Version, input.Now, kind, stamp, rules.Catalogue.Revision, inputJson, facts));
    }

    void AddMessage(Fact fact, DateTimeOffset at)
    {
        switch (fact)
        {
            case MessageFact.MessageQueued m:
                _messages.Add(new(m.Key, m.Channel, m.Template, m.TemplateVersion, m.Purpose, "queued", null, at));
                break;
            case MessageFact.MessageWithheld m:
                _messages.Add(new(m.Key, m.Channel, m.Template, 0, "", "withheld", m.Reason, at));
                break;
            default:
                break;
        }
    }
}
