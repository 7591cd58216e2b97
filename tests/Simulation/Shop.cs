using System.Text;
using Engagement.Customers;

namespace Engagement.Tests.Simulation;

/// <summary>
/// Makes up what happens to customers: orders and what follows them, some of it late, out of order or contradicting
/// itself, each event with its own id.
/// </summary>
sealed class Shop(Random random)
{
    static readonly string[] s_afterwards =
    [
        "order.paid", "shipment.created", "shipment.in-transit", "shipment.out-for-delivery", "shipment.delivered",
        "shipment.delayed", "review.submitted", "return.requested", "return.received", "refund.issued",
        "order.cancelled", "support.requested", "survey.answered", "shipment.lost",
    ];

    int _events;
    int _orders;

    /// <summary>The next event of a customer, as of <paramref name="now"/>.</summary>
    public EventMessage Next(DateTimeOffset now)
    {
        var id = $"e{_events++}";
        var occurredAt = now - TimeSpan.FromHours(random.NextDouble() < 0.2 ? random.Next(0, 400) : 0);
        if (_orders == 0 || random.NextDouble() < 0.3)
        {
            return Message(id, "order.placed", occurredAt, Order(_orders++, occurredAt));
        }

        var type = s_afterwards[random.Next(s_afterwards.Length)];
        return Message(id, type, occurredAt, Data(type, $"o{random.Next(_orders)}"));
    }

    string Order(int number, DateTimeOffset at) => $$$"""
        {"orderId":"o{{{number}}}","total":{"amount":{{{random.Next(1, 50_000)}}},"currency":"EUR"},
         "items":[{"productId":"p{{{random.Next(9)}}}","quantity":1}],
         "promisedAt":"{{{at.AddDays(random.Next(1, 9)):O}}}",
         "contact":{"name":"Ada","email":"ada@customers.example","timeZone":"Europe/Berlin"}}
        """;

    string Data(string type, string order) => type switch
    {
        "review.submitted" =>
            $$"""{"reviewId":"r-{{order}}","rating":{{random.Next(1, 6)}},"orderId":"{{order}}","text":"hm"}""",
        "survey.answered" => $$"""{"surveyId":"s-{{order}}","score":{{random.Next(0, 11)}},"orderId":"{{order}}"}""",
        "support.requested" => $$"""{"caseId":"c{{_events}}","orderId":"{{order}}","text":"help"}""",
        "return.requested" or "return.received" => $$"""{"orderId":"{{order}}","returnId":"b-{{order}}"}""",
        "refund.issued" =>
            $$$"""
            {"orderId":"{{{order}}}","refundId":"f{{{random.Next(3)}}}",
             "amount":{"amount":{{{random.Next(1, 9_000)}}},"currency":"EUR"}}
            """,
        _ => $$"""{"orderId":"{{order}}"}""",
    };

    static EventMessage Message(string id, string type, DateTimeOffset at, string data) =>
        new("sim", id, type, at, Encoding.UTF8.GetBytes(data));
}
