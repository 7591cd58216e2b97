using Engagement.Customers;
using Engagement.Orders;

namespace Engagement.Definitions;

/// <summary>What conditions, wordings and templates can see.</summary>
/// <param name="EventJson">The data of the event, as UTF-8 JSON; empty when there is none.</param>
public readonly record struct Scope(
    Customer Customer, Order? Order, string? EventType, ReadOnlyMemory<byte> EventJson);
