namespace Engagement.Customers;

public sealed partial record Customer
{
    /// <summary>The customer after one more fact. Pure and total.</summary>
    public static Customer Evolve(Customer customer, Fact fact) => fact switch
    {
        Fact.ProfileChanged changed => customer with { Contact = changed.Contact },
        Fact.OrderPlaced placed => customer with
        {
            Orders = customer.Orders.Add(new(placed.OrderId) { PlacedAt = placed.At, Total = placed.Total }),
        },
        _ => throw new NotSupportedException($"No way to evolve on {fact.GetType().Name}."),
    };
}
