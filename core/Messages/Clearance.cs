using Engagement.Policy;
using Engagement.Profile;

namespace Engagement.Messages;

/// <summary>
/// Whether a message that was decided on may leave now: what held then may not hold any more. docs/channels.md has the
/// rule for each purpose.
/// </summary>
/// <param name="To">Where it goes.</param>
/// <param name="Reason">What holds it back; null when it may leave.</param>
/// <param name="Redirect">
/// What is to be remembered before it leaves for another address than it was decided for.
/// </param>
public sealed record Clearance(string To, string? Reason, MessageAct.Redirect? Redirect = null)
{
    /// <param name="key">The effect's key.</param>
    /// <param name="to">Where it was to go when it was decided.</param>
    public static Clearance Of(ICustomer customer, string key, string channel, string purpose, string to)
    {
        var (profile, log) = (customer.Of<CustomerProfile>(), customer.Of<MessageLog>());
        if (MessagePolicy.BlockReason(profile, log.Suppressions, channel, purpose) is { } objection)
        {
            return new(to, objection);
        }

        if (channel != Channels.Email || profile.Contact.Email is not { } address || Same(address, to))
        {
            return new(to, null, Moved(log, key, to));
        }

        // What the customer waits for finds them where they now are. For the rest, it may be somebody else's address.
        return purpose == Purposes.Transactional
            ? new(address, null, Moved(log, key, address))
            : new(to, "The address has changed since it was decided.");
    }

    static MessageAct.Redirect? Moved(MessageLog log, string key, string to) =>
        log.Named(key) is { } letter && !Same(letter.Address, to)
            ? new(key, to, AgentAct.System)
            : null;

    static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
