using Engagement.Customers;
using Engagement.Events;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>Bytes that deciding and evolving one event takes. They are exact, so they are budgets.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData("product.viewed", 512)]
    [InlineData("shipment.in-transit", 1_536)]
    [InlineData("order.placed", 8_704)]
    [InlineData("review.submitted", 4_096)]
    public void Deciding_an_event_keeps_to_its_budget_of_core_decide_bytes(string type, long budget)
    {
        var customer = new Spec(Starter.Catalogue)
            .Hears("customer.identified", new EventData.CustomerIdentified(new("Ana", "ana@example.com")), Start)
            .Hears("order.placed", new EventData.OrderPlaced("o1", new(5_00, "EUR"), []), Start)
            .Hears("shipment.created", new EventData.ShipmentCreated("o1"), Start.AddHours(1))
            .Customer;
        EventData data = type switch
        {
            "order.placed" => new EventData.OrderPlaced("o2", new(99_00, "EUR"), [new("p1", 1)], Start.AddDays(5)),
            "shipment.in-transit" => new EventData.ShipmentInTransit("o1"),
            "review.submitted" => new EventData.ReviewSubmitted("r1", 1, "o1", Text: "It leaks."),
            _ => new EventData.ProductViewed("p1"),
        };
        var input = new Input.EventArrived(Event(type, data, Start.AddHours(2), "e9"), Start.AddHours(2));

        // The first rounds load and compile; what remains is what every event costs.
        long bytes = 0;
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var decision = Decider.Decide(customer, input, Starter.Catalogue);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.NotNull(decision);
        }

        Assert.True(bytes <= budget, $"{type} takes {bytes} bytes, {bytes - budget} more than its budget.");
    }
}
