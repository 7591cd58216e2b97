using Engagement.Alerts;
using Engagement.Feedback;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;
using Engagement.Orders;
using Engagement.Profile;

namespace Engagement.Customers;

public sealed partial record Customer
{
    /// <summary>The customer after one more fact; the same object when it changes nothing. Pure and total.</summary>
    public static Customer Evolve(Customer customer, Fact fact) => fact switch
    {
        ProfileFact told => customer.With(CustomerProfile.Evolve(customer.Profile, told)),
        OrderFact told => customer.With(OrderBook.Evolve(customer.Orders, told, customer)),
        FeedbackFact.Reviewed { OrderId: { } order } said =>
            customer.With(OrderBook.Rate(customer.Orders, order, said.Rating, said.At, customer)),
        FeedbackFact.Reviewed => customer,
        LoyaltyFact told => customer.With(PointsAccount.Evolve(customer.Points, told, customer.Orders)),
        MessageFact told => customer.With(MessageLog.Evolve(customer.Messages, told)),
        AlertFact told => customer.With(OpenAlerts.Evolve(customer.Alerts, told)),
        JourneyFact told => customer.With(JourneyRuns.Evolve(customer.Journeys, told)),
        _ => throw new NotSupportedException($"No way to evolve on {fact.GetType().Name}."),
    };

    Customer With(CustomerProfile next) => ReferenceEquals(next, Profile) ? this : this with { Profile = next };

    Customer With(OrderBook next) => ReferenceEquals(next, Orders) ? this : this with { Orders = next };

    Customer With(PointsAccount next) => ReferenceEquals(next, Points) ? this : this with { Points = next };

    Customer With(MessageLog next) => ReferenceEquals(next, Messages) ? this : this with { Messages = next };

    Customer With(OpenAlerts next) => ReferenceEquals(next, Alerts) ? this : this with { Alerts = next };

    Customer With(JourneyRuns next) => ReferenceEquals(next, Journeys) ? this : this with { Journeys = next };
}
