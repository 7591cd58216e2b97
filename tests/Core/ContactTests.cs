using Engagement.Customers;
using Engagement.Events;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

public sealed class ContactTests
{
    readonly Spec _spec = new(Catalogue.Empty);

    [Fact]
    public void Each_member_of_a_contact_has_a_time_of_its_own()
    {
        Says(new(Email: "old@example.com"), 10);
        Says(new(City: "Recife"), 12);
        Says(new(Email: "new@example.com"), 11);

        Assert.Equal(new(Email: "new@example.com", City: "Recife"), _spec.Customer.Profile.Contact);
    }

    [Fact]
    public void What_is_said_again_later_holds_against_what_is_older()
    {
        Says(new(Email: "mine@example.com"), 10);
        Says(new(Email: "mine@example.com"), 12);
        Says(new(Email: "stale@example.com"), 11);

        Assert.Equal("mine@example.com", _spec.Customer.Profile.Contact.Email);
    }

    [Theory]
    [InlineData("a@example.com", "b@example.com")]
    [InlineData("b@example.com", "a@example.com")]
    public void Of_two_words_at_one_instant_the_same_one_holds_whichever_comes_first(string first, string second)
    {
        Says(new(Email: first), 10);
        Says(new(Email: second), 10);

        Assert.Equal("b@example.com", _spec.Customer.Profile.Contact.Email);
    }

    [Fact]
    public void What_is_said_of_the_future_was_said_now()
    {
        var ahead = Start.AddHours(20);
        _spec.Hears("customer.updated", new EventData.CustomerUpdated(new(Email: "early@example.com")), ahead, Start)
            .Hears("customer.consent-changed", new EventData.ConsentChanged("email", "marketing", true), ahead, Start)
            .Hears("shipment.delayed", new EventData.ShipmentDelayed("o1", PromisedAt: Start.AddDays(2)), ahead, Start)
            .Hears("review.submitted", new EventData.ReviewSubmitted("r1", 1, "o1"), ahead, Start);
        var later = Start.AddMinutes(1);
        Says(new(Email: "right@example.com"), 0, later);
        _spec.Hears("customer.consent-changed", new EventData.ConsentChanged("email", "marketing", false), later)
            .Hears("shipment.delayed", new EventData.ShipmentDelayed("o1", PromisedAt: Start.AddDays(5)), later)
            .Hears("review.submitted", new EventData.ReviewSubmitted("r1", 5, "o1"), later);

        Assert.Equal("right@example.com", _spec.Customer.Profile.Contact.Email);
        Assert.False(Assert.Single(_spec.Customer.Profile.Consents).Granted);
        var order = Assert.Single(_spec.Customer.Orders.Orders);
        Assert.Equal((Start.AddDays(5), 5), (order.PromisedAt, order.Rating));
    }

    void Says(Contact contact, int hour, DateTimeOffset? at = null) => _spec.Hears(
        "customer.updated",
        new EventData.CustomerUpdated(contact),
        at ?? Start.AddHours(hour),
        at ?? Start.AddHours(24));
}
