namespace Engagement.Definitions;

/// <summary>What conditions, wordings and templates can see.</summary>
/// <param name="Subject">
/// What it is about, such as an order, as its slice keeps it; null for nothing but the customer.
/// </param>
/// <param name="EventJson">The data of the event, as UTF-8 JSON; empty when there is none.</param>
public readonly record struct Scope(
    ICustomer Customer, object? Subject, string? EventType, ReadOnlyMemory<byte> EventJson);
