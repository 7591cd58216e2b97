namespace Engagement.Events;

/// <summary>Names an event for ever: the same source and id is the same event.</summary>
/// <param name="Source">Who says so, chosen by the integrator, for example <c>shop-br</c>.</param>
/// <param name="Id">Made by the source, once.</param>
public sealed record EventKey(string Source, string Id);

/// <summary>Something that happened to a customer, as a source reported it, validated against its schema.</summary>
/// <param name="Key">The source's name for it.</param>
/// <param name="Type">The dotted type, for example <c>order.placed</c>.</param>
/// <param name="OccurredAt">When it happened, by the source's clock. It may be late or early.</param>
/// <param name="Data">What it says, typed.</param>
/// <param name="Json">The same as UTF-8 JSON, for conditions and templates that look members up by path.</param>
public sealed record CustomerEvent(
    EventKey Key, string Type, DateTimeOffset OccurredAt, EventData Data, ReadOnlyMemory<byte> Json)
{
    /// <summary>Reads the data of a validated event.</summary>
    /// <exception cref="System.Text.Json.JsonException">The data does not fit the type.</exception>
    public static CustomerEvent Read(EventKey key, string type, DateTimeOffset occurredAt, ReadOnlyMemory<byte> data) =>
        new(key, type, occurredAt, EventData.Read(type, data.Span), data);
}
