using Engagement.Alerts;
using Engagement.Customers;

namespace Engagement.Messages;

/// <summary>
/// Addresses that get nothing more, how they come to it, and how a person lets them have letters again.
/// </summary>
static class SuppressedAddresses
{
    /// <summary>So many in a row, over at least <see cref="s_span"/>, and the address is taken for dead.</summary>
    const int SoftMax = 5;

    static readonly TimeSpan s_span = TimeSpan.FromDays(3);

    /// <summary>One more letter came back that might have been taken later. Each letter counts once.</summary>
    public static void CountSoft(Turn turn, SentLetter letter, DateTimeOffset at)
    {
        if (letter.BouncedAt is not null)
        {
            return;
        }

        turn.Add(new Fact.LetterBouncedSoftly(letter.Key, letter.Address, at));
        var (count, since) = SentLetters.Bounced(turn.Customer, letter.Address);
        if (count >= SoftMax && at - since >= s_span)
        {
            turn.Learn(new Fact.AddressSuppressed(
                Channels.Email, letter.Address, $"The last {count} letters to it bounced, over three days or more."));
        }
    }

    public static Decision Lift(Turn turn, AgentAct.LiftSuppression act)
    {
        turn.Learn(new Fact.SuppressionLifted(act.Channel, act.Address, act.Agent));
        var decision = turn.Decision();
        return decision.Facts.IsEmpty ? turn.Refused("This address is not suppressed.") : decision;
    }

    public static Customer Evolve(Customer customer, Fact.AddressSuppressed suppressed)
    {
        foreach (var known in customer.Suppressions)
        {
            if (known.Channel == suppressed.Channel && known.Address == suppressed.Address)
            {
                return customer;
            }
        }

        var all = customer.Suppressions.Add(new(suppressed.Channel, suppressed.Address, suppressed.Reason));
        return customer with { Suppressions = all.Length > Customer.ConsentsMax ? all.RemoveAt(0) : all };
    }

    public static Customer Evolve(Customer customer, Fact.SuppressionLifted lifted)
    {
        var left = customer.Suppressions.RemoveAll(known =>
            known.Channel == lifted.Channel && Same(known.Address, lifted.Address));
        return left.Length == customer.Suppressions.Length
            ? customer
            : SentLetters.Forgive(customer with { Suppressions = left }, lifted.Address);
    }

    static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
