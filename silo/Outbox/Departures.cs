using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Customers;
using Engagement.Messages;
using Engagement.Receivers;
using Engagement.Storage;

namespace Engagement.Outbox;

/// <summary>
/// What goes out, and to whom: customers are asked again before a message leaves, and told when their address was
/// refused.
/// </summary>
sealed class Departures(RehearsalWorkspaces rehearsals, ClearMessage clear, TellCustomer tell, TimeProvider clock)
{
    // A customer answers at once or is in trouble, and the lease must outlast this and the delivery together.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <exception cref="JsonException">The effect cannot be read.</exception>
    /// <exception cref="InvalidOperationException">There is no such workspace.</exception>
    public async ValueTask<Asked> Prepare(PendingEffect row)
    {
        var effect = JsonSerializer.Deserialize(row.Effect.Span, CoreJson.Effect)
            ?? throw new JsonException("It is null.");
        var rehearsal = await rehearsals.Contains(row.Customer.Workspace, CancellationToken.None);
        return await Ask(new(row.Customer, effect, row.Attempt, row.EnqueuedAt, rehearsal, row.Interrupted));
    }

    /// <summary>
    /// The gate before every way out. What is no message goes through it, and what was redirected comes out of it with
    /// its new address.
    /// </summary>
    async ValueTask<Asked> Ask(Outgoing outgoing)
    {
        if (outgoing.Effect is not SendMessage message)
        {
            return new(outgoing);
        }

        try
        {
            var question = new ClearRequest(message.Key, message.Channel, message.Purpose, message.To);
            var answer = await clear(outgoing.Customer, question).AsTask().WaitAsync(s_patience, clock);
            return answer.Reason is null
                ? new(outgoing with { Effect = message with { To = answer.To } })
                : new(outgoing, new DeliveryOutcome.Withheld(Explained(outgoing, answer.Reason)));
        }
        catch (Exception error)
        {
            return new(outgoing, new DeliveryOutcome.TryAgain(
                $"Its customer could not be asked whether it may leave ({error.GetType().Name})."));
        }
    }

    /// <summary>An event of ours, taken once however often it is told.</summary>
    /// <returns>False when it must be told again.</returns>
    public async ValueTask<bool> Report(Outgoing outgoing, Refusal refusal)
    {
        if (outgoing.Effect is not SendMessage message)
        {
            return true;
        }

        var name = EffectId.Of(outgoing.Customer, $"{message.Key}\n{refusal.Hard}\n{message.To}");
        var data = JsonSerializer.SerializeToUtf8Bytes(
            new { messageId = outgoing.Id, hard = refusal.Hard, reason = refusal.Said });
        var bounced = new EventMessage("engagement", $"bounced:{name}", "message.bounced", clock.GetUtcNow(), data);
        try
        {
            await tell(outgoing.Customer, bounced).AsTask().WaitAsync(s_patience, clock);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    static string Explained(Outgoing outgoing, string reason) => outgoing.Interrupted
        ? $"{reason} An earlier attempt never ended, so it may have left before."
        : reason;
}

/// <summary>An address that the other side did not take.</summary>
/// <param name="Hard">For good.</param>
readonly record struct Refusal(bool Hard, string Said)
{
    /// <returns>Null for what was not refused, or for another reason.</returns>
    public static Refusal? Of(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Never { OfAddress: true } never => new(true, never.Error),
        DeliveryOutcome.TryAgain { OfAddress: true } last => new(false, last.Error),
        _ => null,
    };
}

/// <param name="Instead">What becomes of it when it does not leave now; null when it may.</param>
readonly record struct Asked(Outgoing Outgoing, DeliveryOutcome? Instead = null);

/// <summary>Asks the customer: the grain in the product, the bare shell in a simulation.</summary>
delegate ValueTask<ClearAnswer> ClearMessage(CustomerKey customer, ClearRequest question);

/// <summary>Tells the customer of an event of our own.</summary>
delegate ValueTask<ImmutableArray<Receipt>> TellCustomer(CustomerKey customer, EventMessage message);
