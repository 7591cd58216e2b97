using Engagement.Alerts;
using Engagement.Customers;
using Engagement.Messages;

namespace Engagement.Policy;

/// <summary>
/// Whether a message that was decided on may leave now: what held then may not hold any more. docs/channels.md has the
/// rule for each purpose.
/// </summary>
/// <param name="To">Where it goes.</param>
/// <param name="Reason">What holds it back; null when it may leave.</param>
/// <param name="Redirect">
/// What is to be remembered before it leaves for another address than it was decided for.
/// </param>
public sealed record Clearance(string To, string? Reason, AgentAct.Redirect? Redirect = null)
{
    /// <param name="key">The effect's key.</param>
    /// <param name="to">Where it was to go when it was decided.</param>
    public static Clearance Of(Customer customer, string key, string channel, string purpose, string to)
    {
        if (MessagePolicy.Objection(customer, channel, purpose) is { } objection)
        {
            return new(to, objection);
        }

        if (channel != Channels.Email || customer.Contact.Email is not { } address || Same(address, to))
        {
            return new(to, null, Moved(customer, key, to));
        }

        // What the customer waits for finds them where they now are. For the rest, it may be somebody else's address.
        return purpose == Purposes.Transactional
            ? new(address, null, Moved(customer, key, address))
            : new(to, "The address has changed since it was decided.");
    }

    static AgentAct.Redirect? Moved(Customer customer, string key, string to) =>
        SentLetters.Named(customer, key) is { } letter && !Same(letter.Address, to)
            ? new(key, to, AlertDesk.System)
            : null;

    static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
