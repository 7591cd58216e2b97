using Engagement.Customers;
using Engagement.Events;
using Engagement.Messages;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

public sealed class ConsentTests
{
    [Theory]
    [InlineData("transactional", null, null)]
    [InlineData("transactional", false, null)]
    [InlineData("feedback", null, null)]
    [InlineData("feedback", true, null)]
    [InlineData("feedback", false, "Consent to feedback by email was denied.")]
    [InlineData("marketing", null, "Consent to marketing by email was not given.")]
    [InlineData("marketing", true, null)]
    [InlineData("marketing", false, "Consent to marketing by email was denied.")]
    public void A_message_needs_the_consent_of_its_purpose(string purpose, bool? granted, string? reason)
    {
        var spec = new Spec(Sending(purpose)).Hears("customer.identified", Ana, Start);
        if (granted is { } word)
        {
            spec.Hears("customer.consent-changed", new EventData.ConsentChanged("email", purpose, word), Start);
        }

        spec.Hears("custom.hello", new EventData.Custom(), Start, json: "{}");

        Assert.Equal(reason is null ? 1 : 0, spec.Sent.Count());
        Assert.Equal(reason, spec.Facts.OfType<MessageFact.MessageWithheld>().SingleOrDefault()?.Reason);
    }

    [Fact]
    public void An_address_that_bounced_for_good_gets_nothing_more_and_another_one_does()
    {
        var spec = new Spec(Sending("transactional")).Hears("customer.identified", Ana, Start)
            .Hears("custom.hello", new EventData.Custom(), Start, json: "{}");
        spec.Hears("message.bounced", new EventData.MessageBounced(spec.Sent.Single().Key, true, "No such box"), Start)
            .Hears("custom.hello", new EventData.Custom(), Start, json: "{}");
        Assert.Single(spec.Sent);
        Assert.Equal(
            "The address is suppressed. It bounced for good: No such box",
            spec.Facts.OfType<MessageFact.MessageWithheld>().Single().Reason);

        spec.Hears("customer.updated", new EventData.CustomerUpdated(new(Email: "new@example.com")), Start.AddDays(1))
            .Hears("custom.hello", new EventData.Custom(), Start.AddDays(1), json: "{}");

        Assert.Equal("new@example.com", spec.Sent.Last().To);
    }

    [Fact]
    public void Only_the_newest_letters_are_remembered()
    {
        var spec = new Spec(Sending("transactional")).Hears("customer.identified", Ana, Start);
        for (var n = 0; n <= MessageLog.LettersMax; n++)
        {
            spec.Hears("custom.hello", new EventData.Custom(), Start.AddHours(n), json: "{}");
        }

        var keys = spec.Sent.Select(sent => sent.Key).ToList();
        Assert.Equal(MessageLog.LettersMax, spec.Customer.Messages.Letters.Length);
        spec.Hears("message.bounced", new EventData.MessageBounced(keys[0], Hard: true), Start.AddYears(1));
        Assert.Empty(spec.Customer.Messages.Suppressions);
        spec.Hears("message.bounced", new EventData.MessageBounced(keys[1], Hard: true), Start.AddYears(1));
        Assert.Single(spec.Customer.Messages.Suppressions);
    }

    [Fact]
    public void A_bounce_that_may_pass_suppresses_nothing() => Assert.Empty(
        new Spec(Sending("transactional")).Hears("customer.identified", Ana, Start)
            .Hears("custom.hello", new EventData.Custom(), Start, json: "{}")
            .Hears("message.bounced", new EventData.MessageBounced("hello:test/e2/greet", Hard: false), Start)
            .Customer.Messages.Suppressions);

    [Theory]
    [InlineData(5, 18, true)]
    [InlineData(4, 24, false)]
    [InlineData(5, 17, false)]
    [InlineData(6, 17, true)]
    public void Letters_that_bounce_softly_in_a_row_over_three_days_suppress_their_address(
        int letters, int hoursApart, bool suppressed)
    {
        var spec = new Spec(Sending("transactional")).Hears("customer.identified", Ana, Start);
        for (var n = 0; n < letters; n++)
        {
            Bounces(spec, Start.AddHours(n * hoursApart));
        }

        Assert.Equal(suppressed ? 1 : 0, spec.Customer.Messages.Suppressions.Length);
    }

    [Fact]
    public void A_letter_that_is_read_ends_the_row_and_one_that_bounces_twice_counts_once()
    {
        var spec = new Spec(Sending("transactional")).Hears("customer.identified", Ana, Start);
        for (var n = 0; n < 8; n++)
        {
            var letter = Bounces(spec, Start.AddDays(n));
            spec.Hears("message.bounced", new EventData.MessageBounced(letter, Hard: false), Start.AddDays(n));
            if (n == 3)
            {
                spec.Hears("message.opened", new EventData.MessageOpened(letter), Start.AddDays(n));
            }
        }

        Assert.Empty(spec.Customer.Messages.Suppressions);
        Bounces(spec, Start.AddDays(9));
        Assert.Equal("ana@example.com", Assert.Single(spec.Customer.Messages.Suppressions).Address);
    }

    [Fact]
    public void A_suppression_that_was_lifted_is_gone_with_what_led_to_it()
    {
        var spec = new Spec(Sending("transactional")).Hears("customer.identified", Ana, Start);
        for (var n = 0; n < 5; n++)
        {
            Bounces(spec, Start.AddDays(n));
        }

        spec.Agent(new MessageAct.LiftSuppression("email", "ANA@example.com", "bea"), Start.AddDays(6));

        Assert.Equal("bea", Assert.IsType<MessageFact.SuppressionLifted>(Assert.Single(spec.Last.Facts)).Agent);
        Bounces(spec, Start.AddDays(7));
        Assert.Empty(spec.Customer.Messages.Suppressions);
        spec.Agent(new MessageAct.LiftSuppression("email", "ana@example.com", "bea"), Start.AddDays(8));
        Assert.NotNull(spec.Last.Refusal);
    }

    /// <summary>One letter more, which bounces softly.</summary>
    static string Bounces(Spec spec, DateTimeOffset at)
    {
        spec.Hears("custom.hello", new EventData.Custom(), at, json: "{}");
        var key = spec.Sent.Last().Key;
        spec.Hears("message.bounced", new EventData.MessageBounced(key, Hard: false), at);
        return key;
    }

    [Fact]
    public void Who_unsubscribes_without_saying_from_what_gets_neither_questions_nor_advertising()
    {
        var spec = new Spec(Catalogue.Empty)
            .Hears("message.unsubscribed", new EventData.MessageUnsubscribed("m1"), Start);

        Assert.Equal(
            [("feedback", false), ("marketing", false)],
            spec.Customer.Profile.Consents.Select(consent => (consent.Purpose, consent.Granted)));
    }

    [Fact]
    public void An_older_word_never_overrules_a_newer_one()
    {
        var spec = new Spec(Catalogue.Empty)
            .Hears("customer.consent-changed", new EventData.ConsentChanged("email", "marketing", false), Start)
            .Hears(
                "customer.consent-changed",
                new EventData.ConsentChanged("email", "marketing", true),
                Start.AddDays(-1),
                heardAt: Start.AddDays(1));

        Assert.False(Assert.Single(spec.Customer.Profile.Consents).Granted);
        Assert.Empty(spec.Last.Facts);
    }

    [Fact]
    public void Older_news_of_a_person_only_fills_gaps()
    {
        var spec = new Spec(Catalogue.Empty)
            .Hears("customer.updated", new EventData.CustomerUpdated(new(Name: "Ana Lima")), Start)
            .Hears(
                "customer.identified",
                new EventData.CustomerIdentified(new(Name: "A. Lima", City: "Recife")),
                Start.AddDays(-1),
                heardAt: Start.AddDays(1));

        Assert.Equal(new Contact(Name: "Ana Lima", City: "Recife"), spec.Customer.Profile.Contact);
    }

    [Theory]
    [InlineData("order.cancelled", true)]
    [InlineData("refund.issued", true)]
    [InlineData("return.requested", true)]
    [InlineData("return.received", true)]
    [InlineData("order.paid", false)]
    public void Of_a_cancelled_order_only_its_end_is_written_about(string type, bool sent)
    {
        var spec = new Spec(Sending("transactional", type)).Hears("customer.identified", Ana, Start)
            .Hears("order.cancelled", new EventData.OrderCancelled("o1"), Start)
            .Hears(type, About(type), Start.AddDays(1));

        Assert.Equal(sent, spec.Sent.Any());
        Assert.Equal(
            sent ? null : "The order was cancelled.",
            spec.Facts.OfType<MessageFact.MessageWithheld>().SingleOrDefault()?.Reason);
    }

    [Fact]
    public void Consent_to_something_else_or_by_another_channel_is_none()
    {
        var spec = new Spec(Sending("marketing")).Hears("customer.identified", Ana, Start);
        foreach (var (channel, purpose) in ((string, string)[])[("email", "feedback"), ("sms", "marketing")])
        {
            spec.Hears("customer.consent-changed", new EventData.ConsentChanged(channel, purpose, true), Start);
        }

        spec.Hears("custom.hello", new EventData.Custom(), Start, json: "{}");

        Assert.Equal(
            "Consent to marketing by email was not given.",
            Assert.Single(spec.Facts.OfType<MessageFact.MessageWithheld>()).Reason);
    }

    static EventData About(string type) => type switch
    {
        "order.cancelled" => new EventData.OrderCancelled("o1"),
        "refund.issued" => new EventData.RefundIssued("o1", "f1", new(1, "EUR")),
        "return.requested" => new EventData.ReturnRequested("o1", "t1"),
        "return.received" => new EventData.ReturnReceived("o1", "t1"),
        _ => new EventData.OrderPaid("o1"),
    };

    static EventData.CustomerIdentified Ana { get; } = new(new("Ana", "ana@example.com"));

    static Catalogue Sending(string purpose, string trigger = "custom.hello") => Published.Catalogue(
        """
        kind: template
        id: hello
        subject: Hello
        text: Hello
        """,
        $$"""
        kind: journey
        id: hello
        name: Hello
        trigger: {{trigger}}
        entry: { oncePer: event }
        steps:
          - id: greet
            message: { template: hello, channel: email, purpose: {{purpose}} }
        """);
}
