using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Engagement.Alerts;
using Engagement.Customers;
using Engagement.Events;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>Whatever the door lets through, in whatever order: the core decides, and its facts say it all.</summary>
public sealed class HostileStoryTests
{
    const int Seeds = 150;
    const int Events = 60;

    [Fact]
    public void No_story_breaks_a_customer_and_its_stored_facts_make_the_same_customer()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var story = new Story(new Random(seed));
            var spec = new Spec(Starter.Catalogue);
            var now = Start;
            for (var i = 0; i < Events; i++)
            {
                now = now.AddHours(story.Pick(0, 0, 1, 30, 24 * 40));
                var (type, data) = story.Next();
                spec.Until(now).Hears(type, data, story.Time(now), now);
                story.Act(spec, now);
            }

            spec.Until(now.AddYears(11));

            Assert.Equal(Written(spec.Customer), Written(Stored(spec.Facts)));
            Assert.Equal(Written(spec.Customer), Written(Read(spec.Customer)));
        }
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9900-12-31T23:59:59Z")]
    [InlineData("9990-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void A_clock_at_an_end_of_the_calendar_breaks_no_customer(string at)
    {
        var now = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var story = new Story(new Random(seed));
            var spec = new Spec(Starter.Catalogue);
            for (var i = 0; i < Events; i++)
            {
                var (type, data) = story.Next();
                spec.Hears(type, data, story.Pick(Start, now), now);
            }

            Assert.Equal(Written(spec.Customer), Written(Stored(spec.Facts)));
        }
    }

    static string Written(Customer customer) => JsonSerializer.Serialize(customer, CoreJson.Default.Customer);

    static Customer Read(Customer customer) =>
        JsonSerializer.Deserialize(Written(customer), CoreJson.Default.Customer)!;

    static Customer Stored(IEnumerable<Fact> facts) => JsonSerializer
        .Deserialize(Json([.. facts]), CoreJson.Default.ImmutableArrayFact)
        .Aggregate(Customer.Unknown("ana"), Customer.Evolve);

    sealed class Story(Random random)
    {
        static readonly DateTimeOffset _first = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        static readonly DateTimeOffset _last = new(2099, 12, 31, 23, 59, 59, TimeSpan.Zero);

        public T Pick<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

        public DateTimeOffset Time(DateTimeOffset now) => Pick(now, now, now.AddDays(-3), now.AddDays(1), _first);

        public (string Type, EventData Data) Next() => random.Next(16) switch
        {
            0 => ("customer.updated", new EventData.CustomerUpdated(Person())),
            1 => ("customer.consent-changed", new EventData.ConsentChanged("email", Purpose(), Pick(true, false))),
            2 or 3 => ("order.placed", new EventData.OrderPlaced(Order(), Money(), Items(), Date(), Person())),
            4 => ("order.paid", new EventData.OrderPaid(Order())),
            5 => ("order.cancelled", new EventData.OrderCancelled(Order(), "\0{{x}}")),
            6 => ("shipment.created", new EventData.ShipmentCreated(Order(), "s", PromisedAt: Date())),
            7 => ("shipment.delayed", new EventData.ShipmentDelayed(Order(), PromisedAt: Date())),
            8 => ("shipment.out-for-delivery", new EventData.ShipmentOutForDelivery(Order())),
            9 => ("shipment.delivered", new EventData.ShipmentDelivered(Order(), Pick("s", "t"))),
            10 => ("shipment.lost", new EventData.ShipmentLost(Order())),
            11 => ("review.submitted", Review()),
            12 => ("return.received", new EventData.ReturnReceived(Order(), Pick("t1", "t2"), Pick(null, Money()))),
            13 => ("refund.issued", new EventData.RefundIssued(Order(), Pick("f1", "f2", "f3"), Money())),
            14 => ("message.bounced", new EventData.MessageBounced("m", Pick(true, false))),
            _ => ("support.requested", new EventData.SupportRequested("c", OrderId: Pick(null, Order()))),
        };

        public void Act(Spec spec, DateTimeOffset now)
        {
            var id = spec.Customer.Alerts is [var alert, ..] ? alert.Id : "al_none";
            spec.Agent(
                Pick<AgentAct>(
                    new AgentAct.Claim(id, Pick("bea", "cem")),
                    new AgentAct.Release(id, "bea"),
                    new AgentAct.Note(id, "cem", "?"),
                    new AgentAct.Resolve(id, "bea", null)),
                now);
        }

        EventData.ReviewSubmitted Review() =>
            new(Pick("r1", "r2"), Pick(1, 2, 5), Order(), Text: "😀\u2028");

        string Order() => Pick("o1", "o2", "o/3");

        string Purpose() => Pick("marketing", "feedback", "transactional");

        Money Money() => new(Pick(0, 1, 99, 100_00, long.MaxValue), Pick("EUR", "EUR", "JPY"));

        DateTimeOffset? Date() => Pick<DateTimeOffset?>(null, _first, Start.AddDays(random.Next(30)), _last);

        Contact Person() => new(
            Pick(null, "Ana\r\nBcc: x"),
            Pick(null, "ana@example.com"),
            TimeZone: Pick(null, "Europe/Berlin", "Pacific/Apia", "No/Zone"));

        ImmutableArray<OrderItem> Items() => [.. Enumerable.Repeat(new OrderItem("p", 1), random.Next(3))];
    }
}
