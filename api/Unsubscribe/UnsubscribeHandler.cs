using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Catalogues;
using Engagement.Customers;
using Engagement.Profile;
using Engagement.Storage;

namespace Engagement.Unsubscribe;

/// <summary>Turns the wish into an event, so that it is decided, kept and explained like everything else.</summary>
sealed class UnsubscribeHandler(
    CustomerCalls customers, ICatalogues catalogues, ICustomerReads reads, TimeProvider clock)
{
    const string Source = "engagement";
    const string Type = "message.unsubscribed";

    public async ValueTask Take(Unsubscription what)
    {
        var said = Said(await customers.Ask(what.Customer, customer => customer.View()), what.Purpose);

        // Programs that post twice mean it once. Whoever agrees again and declines again later means it anew.
        if (said is { Granted: false })
        {
            return;
        }

        // A consent may be dated by a clock that runs ahead of ours; who declines after it declines it.
        var now = await Now(what.Customer);
        var at = said?.At > now ? said.At : now;
        var message = new EventMessage(Source, Id(what, at), Type, at, Data(what));
        await customers.Ask(what.Customer, customer => customer.Receive(new([message])));
    }

    // A rehearsal whose clock was never moved has no time of its own: the customer's is where their last event left it.
    async ValueTask<DateTimeOffset> Now(CustomerKey customer)
    {
        var rules = await catalogues.For(customer.Workspace, CancellationToken.None);
        if (rules.Time(clock.GetUtcNow()) is { } now)
        {
            return now;
        }

        var last = await reads.Timeline(customer, null, 1, CancellationToken.None);
        return last is [var entry, ..] ? entry.At : clock.GetUtcNow();
    }

    static Consent? Said(CustomerView view, string purpose) => view.Version == 0
        ? null
        : JsonSerializer.Deserialize(view.Json, CoreJson.Customer)!.Profile.Consents
            .FirstOrDefault(consent => consent.Channel == Channels.Email && consent.Purpose == purpose);

    static string Id(Unsubscription what, DateTimeOffset at)
    {
        var said = string.Join('\n', what.Customer.CustomerId, what.Message, what.Channel, what.Purpose);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)));
        var when = at.UtcDateTime.ToString("yyyyMMddHHmmssfffffff", CultureInfo.InvariantCulture);
        return $"unsubscribed:{hash}:{when}";
    }

    static byte[] Data(Unsubscription what) => JsonSerializer.SerializeToUtf8Bytes(
        new { messageId = what.Message, purpose = what.Purpose });
}
