using System.Text.Json.Serialization;
using Engagement.Alerts;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;
using Engagement.Orders;
using Engagement.Profile;

namespace Engagement.Customers;

/// <summary>
/// Everything a decision needs to know of one customer: the state of each slice. A value: it is replaced, never
/// changed. It is bounded; history lives in the journal.
/// </summary>
public sealed partial record Customer : ICustomer, IOrderUse
{
    /// <summary>Somebody of whom nothing is known yet.</summary>
    public static Customer Unknown(string id) => new() { Id = id };

    /// <summary>The integrator's id, normalised at the door.</summary>
    public required string Id { get; init; }

    public CustomerProfile Profile { get; init; } = new();

    public OrderBook Orders { get; init; } = new();

    public PointsAccount Points { get; init; } = new();

    public MessageLog Messages { get; init; } = new();

    public OpenAlerts Alerts { get; init; } = new();

    public JourneyRuns Journeys { get; init; } = new();

    /// <summary>When the customer next wants to be woken; null when nothing is waited for.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDue => Earliest(Journeys.NextDue, Points.NextDue);

    public T Of<T>()
        where T : class =>
        Journeys as T ?? Orders as T ?? Profile as T ?? Messages as T ?? Points as T ?? Alerts as T
        ?? throw new NotSupportedException($"A customer has no {typeof(T).Name}.");

    ICustomer ICustomer.Evolve(Fact fact) => Evolve(this, fact);

    bool IOrderUse.Awaits(string orderId) => Journeys.Awaits(orderId) || Points.Awaits(orderId);

    static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) =>
        other < one || one is null ? other : one;
}
