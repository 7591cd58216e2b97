using Engagement.Alerts;
using Engagement.Events;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

public sealed class AlertTests
{
    readonly Spec _spec = new(Starter.Catalogue);

    [Fact]
    public void An_alert_that_somebody_claims_is_theirs_until_they_release_it()
    {
        var id = Raise();
        _spec.Agent(new AlertAct.Claim(id, "bea"), Start.AddMinutes(1));
        Assert.Equal("bea", Assert.Single(_spec.Customer.Alerts.Alerts).ClaimedBy);

        _spec.Agent(new AlertAct.Claim(id, "cem"), Start.AddMinutes(2));
        Assert.Equal("bea has this alert. Take it over first.", _spec.Last.Refusal);
        _spec.Agent(new AlertAct.Resolve(id, "cem", null), Start.AddMinutes(2));
        Assert.Equal("bea has this alert. Take it over first.", _spec.Last.Refusal);

        _spec.Agent(new AlertAct.Release(id, "bea"), Start.AddMinutes(3))
            .Agent(new AlertAct.Claim(id, "cem"), Start.AddMinutes(4));
        Assert.Null(_spec.Last.Refusal);
        Assert.Equal("cem", Assert.Single(_spec.Customer.Alerts.Alerts).ClaimedBy);
    }

    [Fact]
    public void An_alert_is_taken_over_from_whom_the_taker_names_and_from_nobody_else()
    {
        var id = Raise();
        _spec.Agent(new AlertAct.Claim(id, "bea"), Start);
        _spec.Agent(new AlertAct.Release(id, "cem"), Start);
        Assert.Equal("bea has this alert. Take it over first.", _spec.Last.Refusal);
        _spec.Agent(new AlertAct.TakeOver(id, "cem", "dan"), Start);
        Assert.Equal("bea has this alert by now, and no longer dan.", _spec.Last.Refusal);
        _spec.Agent(new AlertAct.TakeOver(id, "bea", "bea"), Start);
        Assert.Equal("You have this alert.", _spec.Last.Refusal);

        _spec.Agent(new AlertAct.TakeOver(id, "cem", "bea"), Start);

        Assert.Equal("cem", Assert.Single(_spec.Customer.Alerts.Alerts).ClaimedBy);
        Assert.Equal(new AlertFact.AlertClaimed(id, "cem", "bea"), Assert.Single(_spec.Last.Facts));
        Assert.Equal(
            new FeedItem.Claimed(id, Start, "cem", "bea"),
            Assert.IsType<TellAgents>(Assert.Single(_spec.Last.Effects)).Item);
    }

    [Fact]
    public void A_second_click_on_claim_is_no_second_act()
    {
        var id = Raise();
        _spec.Agent(new AlertAct.Claim(id, "bea"), Start).Agent(new AlertAct.Claim(id, "bea"), Start);

        Assert.Empty(_spec.Last.Facts);
        Assert.Empty(_spec.Last.Effects);
    }

    [Fact]
    public void An_alert_that_is_resolved_is_gone_and_cannot_be_acted_on()
    {
        var id = Raise();
        _spec.Agent(new AlertAct.Resolve(id, "bea", "Sent a new one"), Start);
        Assert.Empty(_spec.Customer.Alerts.Alerts);

        _spec.Agent(new AlertAct.Note(id, "bea", "Oh"), Start);

        Assert.Equal($"No alert '{id}' is open: it was resolved before, or never raised.", _spec.Last.Refusal);
    }

    [Fact]
    public void Every_act_tells_the_agents_under_a_key_of_its_own()
    {
        var id = Raise();
        _spec.Agent(new AlertAct.Claim(id, "bea"), Start)
            .Agent(new AlertAct.Note(id, "cem", "I know them"), Start)
            .Agent(new AlertAct.Release(id, "bea"), Start)
            .Agent(new AlertAct.Claim(id, "bea"), Start)
            .Agent(new AlertAct.Resolve(id, "bea", "Done"), Start);

        Assert.Equal(
            ["low-rating:r1/tell", $"{id}/1", $"{id}/2", $"{id}/3", $"{id}/4", $"{id}/5"],
            _spec.Effects.Select(effect => effect.Key));
    }

    [Fact]
    public void A_note_that_is_sent_again_under_its_id_is_no_second_note()
    {
        var id = Raise();
        _spec.Agent(new AlertAct.Note(id, "bea", "I know them", "n1"), Start)
            .Agent(new AlertAct.Note(id, "cem", "So do I", "n2"), Start)
            .Agent(new AlertAct.Note(id, "bea", "I know them", "n1"), Start);

        Assert.Null(_spec.Last.Refusal);
        Assert.Empty(_spec.Last.Facts);
        Assert.Empty(_spec.Last.Effects);
    }

    [Fact]
    public void The_same_words_under_another_id_or_none_are_another_note()
    {
        var id = Raise();
        foreach (var noteId in (string?[])["n1", "n2", null, null])
        {
            _spec.Agent(new AlertAct.Note(id, "bea", "Called", noteId), Start);
            Assert.Equal(new AlertFact.AlertNoted(id, "bea", "Called", noteId), Assert.Single(_spec.Last.Facts));
        }
    }

    [Fact]
    public void So_many_ids_of_notes_are_remembered_and_no_more()
    {
        var id = Raise();
        for (var i = 0; i <= OpenAlert.NoteIdsMax; i++)
        {
            _spec.Agent(new AlertAct.Note(id, "bea", "Called", $"n{i}"), Start);
        }

        var kept = Assert.Single(_spec.Customer.Alerts.Alerts).NoteIds!.Value;
        Assert.Equal(Enumerable.Range(1, OpenAlert.NoteIdsMax).Select(i => $"n{i}"), kept);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public void An_empty_note_is_refused(string text)
    {
        _spec.Agent(new AlertAct.Note(Raise(), "bea", text), Start);

        Assert.Equal("The note is empty.", _spec.Last.Refusal);
    }

    [Fact]
    public void Nobody_can_release_what_nobody_has()
    {
        _spec.Agent(new AlertAct.Release(Raise(), "bea"), Start);

        Assert.Equal("Nobody has this alert.", _spec.Last.Refusal);
        _spec.Agent(new AlertAct.TakeOver(Assert.Single(_spec.Customer.Alerts.Alerts).Id, "bea", "cem"), Start);
        Assert.Equal("Nobody has this alert.", _spec.Last.Refusal);
    }

    [Fact]
    public void The_oldest_alert_makes_room_when_there_are_too_many_and_the_agents_are_told()
    {
        for (var i = 0; i <= OpenAlerts.AlertsMax; i++)
        {
            _spec.Hears("support.requested", new EventData.SupportRequested($"c{i}"), Start.AddMinutes(i));
        }

        Assert.Equal(OpenAlerts.AlertsMax, _spec.Customer.Alerts.Alerts.Length);
        var resolved = Assert.IsType<FeedItem.Resolved>(
            Assert.IsType<TellAgents>(_spec.Last.Effects[0]).Item);
        Assert.Equal(_spec.Raised.First().AlertId, resolved.AlertId);
    }

    [Fact]
    public void A_quote_is_cut_between_characters()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 2_000));
        _spec.Hears("review.submitted", new EventData.ReviewSubmitted("r1", 1, Text: "x" + text), Start);

        var quote = Assert.Single(_spec.Raised).Quote!;
        Assert.True(quote.Length <= 2_000);
        Assert.EndsWith("😀…", quote, StringComparison.Ordinal);
    }

    string Raise()
    {
        _spec.Hears("review.submitted", new EventData.ReviewSubmitted("r1", 1), Start);
        return Assert.Single(_spec.Customer.Alerts.Alerts).Id;
    }
}
