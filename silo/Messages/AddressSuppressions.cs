using System.Collections.Immutable;
using Engagement.Customers;
using Engagement.Storage;

namespace Engagement.Messages;

/// <summary>Addresses that get nothing more, whichever customer of the workspace it is known of.</summary>
sealed class AddressSuppressions(ICustomerStore store)
{
    /// <summary>
    /// Those that hold for a customer: their own, and what is known of another customer who has the same address.
    /// </summary>
    public async ValueTask<ImmutableArray<SuppressionState>> Of(string workspace, Customer customer)
    {
        var own = customer.Messages.Suppressions
            .Select(one => new SuppressionState(one.Channel, one.Address, one.Reason, null)).ToImmutableArray();
        if (customer.Profile.Contact.Email is not { } address || own.Any(one => Same(one, address)))
        {
            return own;
        }

        var held = await store.Suppressed(workspace, Channels.Email, address, CancellationToken.None);
        return held is [var first, ..]
            ? own.Add(new(Channels.Email, address, first.Reason, first.CustomerId))
            : own;

        static bool Same(SuppressionState one, string address) => one.Channel == Channels.Email
            && string.Equals(one.Address, address, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The customers by whom an address is suppressed.</summary>
    public async ValueTask<ImmutableArray<CustomerKey>> Holders(string workspace, string channel, string address) =>
    [
        .. (await store.Suppressed(workspace, channel, address, CancellationToken.None))
            .Select(held => new CustomerKey(workspace, held.CustomerId)),
    ];
}

/// <summary>An address that gets nothing more over a channel.</summary>
/// <param name="KnownOf">The customer whose letter told, when it is another one with the same address.</param>
sealed record SuppressionState(string Channel, string Address, string Reason, string? KnownOf);
