using Engagement.Customers;
using Engagement.Events;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;
using Engagement.Profile;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>What is known of a person, and when the customer wants to be woken.</summary>
public sealed class ProfileTests
{
    static readonly Contact _first = new(
        "Ana", "ana@example.com", "+49 1", "de", "Europe/Berlin", "Berlin", "BE", "DE");

    static readonly Contact _second = new(
        "Bea", "bea@example.com", "+351 2", "pt", "Europe/Lisbon", "Porto", "13", "PT");

    readonly Spec _spec = new(Catalogue.Empty);

    [Fact]
    public void Newer_news_replaces_all_it_tells_and_older_news_nothing()
    {
        Meet(_first, 1);
        Meet(_second, 2);
        Assert.Equal((_second, Said(2)), (_spec.Customer.Profile.Contact, _spec.Customer.Profile.ContactSince));

        Meet(_first, 0);
        Assert.Empty(_spec.Last.Facts);
        Assert.Equal((_second, Said(2)), (_spec.Customer.Profile.Contact, _spec.Customer.Profile.ContactSince));
    }

    [Fact]
    public void What_news_does_not_tell_stays_and_what_was_not_known_is_filled_by_older_news()
    {
        Meet(_first with { Phone = null }, 2);
        Meet(new(Email: _second.Email), 3);
        Assert.Equal(_first with { Phone = null, Email = _second.Email }, _spec.Customer.Profile.Contact);

        Meet(_second, 1);
        Assert.Equal(_first with { Phone = _second.Phone, Email = _second.Email }, _spec.Customer.Profile.Contact);
        Assert.Equal(
            Said(2) with { Phone = Start.AddDays(1), Email = Start.AddDays(3) }, _spec.Customer.Profile.ContactSince);

        Meet(new(Name: "Cy"), 4);
        Assert.Equal(
            _first with { Name = "Cy", Phone = _second.Phone, Email = _second.Email }, _spec.Customer.Profile.Contact);
    }

    [Theory]
    [InlineData(true, 1, true, 2, true, 2)]
    [InlineData(true, 1, false, 2, false, 2)]
    [InlineData(false, 1, true, 2, true, 2)]
    [InlineData(false, 2, true, 1, false, 2)]
    [InlineData(true, 1, false, 1, false, 1)]
    [InlineData(false, 1, true, 1, false, 1)]
    public void The_later_word_on_consent_holds_and_at_one_instant_the_no(
        bool one, int day, bool two, int other, bool holds, int since)
    {
        Consent("email", "marketing", one, day);
        Consent("email", "marketing", two, other);

        Assert.Equal(
            new("email", "marketing", holds, Start.AddDays(since)), Assert.Single(_spec.Customer.Profile.Consents));
    }

    [Fact]
    public void A_consent_is_for_its_own_channel_and_purpose()
    {
        Consent("email", "marketing", true, 1);
        Consent("sms", "marketing", false, 1);
        Consent("email", "feedback", false, 1);

        Assert.Equal(
            [("email", "marketing", true), ("sms", "marketing", false), ("email", "feedback", false)],
            _spec.Customer.Profile.Consents.Select(consent => (consent.Channel, consent.Purpose, consent.Granted)));
    }

    [Fact]
    public void An_address_is_suppressed_once_on_each_channel_and_the_oldest_is_let_go()
    {
        var customer = Suppress(Suppress(Customer.Unknown("ana"), "email", "a"), "email", "a");
        Assert.Single(customer.Messages.Suppressions);

        customer = Suppress(Suppress(customer, "sms", "a"), "email", "b");
        Assert.Equal(
            [("email", "a"), ("sms", "a"), ("email", "b")],
            customer.Messages.Suppressions.Select(known => (known.Channel, known.Address)));

        for (var i = 3; i <= MessageLog.SuppressionsMax; i++)
        {
            customer = Suppress(customer, "email", $"more{i}");
        }

        Assert.Equal(MessageLog.SuppressionsMax, customer.Messages.Suppressions.Length);
        Assert.Equal("sms", customer.Messages.Suppressions[0].Channel);
    }

    [Theory]
    [InlineData(2, 1, 9, 9, 1)]
    [InlineData(1, 2, 9, 9, 1)]
    [InlineData(9, 9, 2, 1, 1)]
    [InlineData(9, 9, 1, 2, 1)]
    [InlineData(null, 3, null, 4, 3)]
    [InlineData(3, null, 4, null, 3)]
    [InlineData(null, null, 4, null, 4)]
    [InlineData(null, null, null, null, null)]
    public void The_earliest_of_all_runs_and_lots_wakes_the_customer(
        int? run, int? secondRun, int? lot, int? secondLot, int? due)
    {
        var customer = Customer.Unknown("ana") with
        {
            Journeys = new() { Runs = [Run(run), Run(secondRun), Run(null)] },
            Points = new() { Lots = [Lot(lot), Lot(secondLot), Lot(null)] },
        };

        Assert.Equal(Day(due), customer.NextDue);
    }

    [Theory]
    [InlineData(1, 2, "points-first")]
    [InlineData(2, 2, "journey-first")]
    [InlineData(2, 1, "journey-first")]
    public void What_became_due_first_is_done_first_and_a_journey_before_points(int lot, int run, string first)
    {
        var spec = new Spec(Published.Catalogue(
            """
            kind: programme
            id: club
            name: Club
            earn: [{ points: 1, perAmount: 1 }]
            pendingFor: P30D
            clawback: [refund.issued]
            """,
            """
            kind: journey
            id: j
            name: J
            trigger: custom.a
            entry: { oncePer: event }
            steps: [{ id: rest, wait: { for: PT720H } }]
            """))
            .Hears("order.placed", new EventData.OrderPlaced("o1", new(100, "EUR"), []), Start)
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start.AddHours(lot), Start.AddHours(2))
            .Hears("custom.a", new EventData.Custom(), Start.AddHours(run), json: "{}");

        spec.Take(new Input.FollowUpDue(Start.AddDays(40)));

        Assert.Equal(first == "points-first", spec.Last.Facts[0] is LoyaltyFact.PointsMatured);
        Assert.Equal(first == "journey-first", spec.Last.Facts[^1] is LoyaltyFact.PointsMatured);
    }

    [Fact]
    public void A_window_counts_by_the_clock_of_the_customers_own_zone()
    {
        var spec = new Spec(Published.Catalogue(
            """
            kind: journey
            id: j
            name: J
            trigger: custom.a
            entry: { oncePer: event }
            steps: [{ id: rest, wait: { for: PT1H, window: { from: "10:00", to: "12:00" } } }]
            """))
            .Hears("customer.updated", new EventData.CustomerUpdated(new(TimeZone: "Asia/Tokyo")), Start)
            .Hears("custom.a", new EventData.Custom(), Start, json: "{}");

        Assert.Equal(Start.Date.AddDays(1).AddHours(1), spec.Customer.NextDue!.Value.UtcDateTime);
    }

    [Fact]
    public void A_customers_key_is_read_back_up_to_its_first_slash()
    {
        Assert.Equal("shop/a/b", new CustomerKey("shop", "a/b").ToString());
        Assert.Equal(new("shop", "a/b"), CustomerKey.Parse("shop/a/b"));
        Assert.Equal(
            "'shop' is not a customer's key: workspace, slash, customer id.",
            Assert.Throws<FormatException>(() => CustomerKey.Parse("shop")).Message);
        Assert.Throws<FormatException>(() => CustomerKey.Parse("/ana"));
    }

    static ContactTimes Said(int day)
    {
        var at = Start.AddDays(day);
        return new(at, at, at, at, at, at, at, at);
    }

    void Meet(Contact contact, int day) => _spec.Hears(
        "customer.updated", new EventData.CustomerUpdated(contact), Start.AddDays(day), Start.AddDays(9));

    void Consent(string channel, string purpose, bool granted, int day) => _spec.Hears(
        "customer.consent-changed",
        new EventData.ConsentChanged(channel, purpose, granted),
        Start.AddDays(day),
        Start.AddDays(9));

    static Customer Suppress(Customer customer, string channel, string address) =>
        Customer.Evolve(customer, new MessageFact.AddressSuppressed(channel, address, "It bounced."));

    static DateTimeOffset? Day(int? day) => day is { } days ? Start.AddDays(days) : null;

    static JourneyRun Run(int? day) => new("j:o1", "j", 1, null, null, null, "rest", Day(day));

    static PointsLot Lot(int? day) => new("club:o1", "club", 1, "o1", 1, 1, 0, Day(day), []);
}
