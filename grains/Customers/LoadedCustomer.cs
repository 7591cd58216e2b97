using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Storage;

namespace Engagement.Customers;

/// <summary>
/// A customer with what the journal knows of it: how many entries there are, and when the last one was.
/// </summary>
/// <param name="At">Our time of the last entry; a customer's time never goes back.</param>
public sealed record LoadedCustomer(Customer Customer, long Version, DateTimeOffset At)
{
    public static LoadedCustomer Unknown(CustomerKey key) =>
        new(Customer.Unknown(key.CustomerId), 0, DateTimeOffset.MinValue);

    /// <summary>The snapshot, if there is one, and all that came after it.</summary>
    public static LoadedCustomer From(CustomerKey key, CustomerSnapshot? snapshot, ImmutableArray<JournalEntry> tail)
    {
        var loaded = snapshot is { Version: > 0 }
            ? new(Read(snapshot.Customer), snapshot.Version, snapshot.At)
            : Unknown(key);
        return loaded.After(tail);
    }

    /// <summary>The same customer with what was written after it.</summary>
    public LoadedCustomer After(ImmutableArray<JournalEntry> tail) =>
        tail.Aggregate(this, static (before, entry) => before.After(entry));

    public CustomerSnapshot ToSnapshot() => new()
    {
        Version = Version,
        At = At,
        Format = CustomerSnapshot.CurrentFormat,
        Customer = JsonSerializer.SerializeToUtf8Bytes(Customer, CoreJson.Customer),
    };

    LoadedCustomer After(JournalEntry entry)
    {
        var facts = JsonSerializer.Deserialize(entry.Facts.Span, CoreJson.Facts);
        return new(facts.Aggregate(Customer, Customer.Evolve), entry.Version, entry.At);
    }

    static Customer Read(byte[] json) => JsonSerializer.Deserialize(json, CoreJson.Customer)!;
}
