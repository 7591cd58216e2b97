using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Catalogues;
using Engagement.Customers;

namespace Engagement.Unsubscribe;

/// <summary>Turns the wish into an event, so that it is decided, kept and explained like everything else.</summary>
sealed class UnsubscribeDoor(IGrainFactory grains, ICatalogues catalogues, TimeProvider clock)
{
    const string Source = "engagement";
    const string Type = "message.unsubscribed";

    public async ValueTask Take(Unsubscription what)
    {
        var rules = await catalogues.For(what.Customer.Workspace, CancellationToken.None);

        // Programs that post twice mean it once. Whoever agrees again and declines again later means it anew.
        var now = rules.TimeOf(clock.GetUtcNow());
        var minute = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        var message = new EventMessage(Source, Id(what, minute), Type, minute, Data(what));
        await grains.GetGrain<ICustomerGrain>(what.Customer.ToString()).Receive(new([message]));
    }

    static string Id(Unsubscription what, DateTimeOffset minute)
    {
        var said = string.Join('\n', what.Customer.CustomerId, what.MessageKey, what.Channel, what.Purpose);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)));
        return string.Create(CultureInfo.InvariantCulture, $"unsubscribed:{hash}:{minute:yyyyMMddHHmm}");
    }

    static byte[] Data(Unsubscription what) => JsonSerializer.SerializeToUtf8Bytes(
        new { messageId = what.MessageKey, purpose = what.Purpose });
}
