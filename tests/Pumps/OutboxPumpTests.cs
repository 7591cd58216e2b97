using System.Text.Json;
using Engagement.Customers;
using Engagement.DeadLetters;
using Engagement.Outbox;
using Engagement.Receivers;
using Engagement.Retries;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;

namespace Engagement.Tests.Pumps;

public sealed class OutboxPumpTests
{
    [Fact]
    public async Task What_is_committed_is_delivered_at_once_and_its_receipt_kept()
    {
        var email = new RecordingReceiver();
        await using var world = await OutboxWorld.Start(email);

        await world.Commit("email", "k1");

        var outgoing = await email.Next();
        Assert.Equal((Turns.Ada, "k1", 1, false, false),
            (outgoing.Customer, outgoing.Effect.Key, outgoing.Attempt, outgoing.Rehearsal, outgoing.Interrupted));
        Assert.Equal("taken", (await world.Status("k1", "sent")).Receipt);
    }

    [Fact]
    public async Task An_effect_of_a_rehearsal_is_marked_as_one()
    {
        var email = new RecordingReceiver();
        await using var world = await OutboxWorld.Start(email);

        await world.Commit(new("play", "ada"), OutboxWorld.Entry("email", "k1"));

        Assert.True((await email.Next()).Rehearsal);
    }

    [Fact]
    public async Task A_failure_is_tried_again_by_the_receivers_schedule_under_the_same_id()
    {
        var email = new RecordingReceiver("email", static (outgoing, _) => new(outgoing.Attempt < 3
            ? new DeliveryOutcome.TryAgain("busy")
            : new DeliveryOutcome.Done()));
        await using var world = await OutboxWorld.Start(email);
        var resting = world.Clock.Armed(OutboxWorld.Look);
        await world.Commit("email", "k1");
        var first = await email.Next();
        await Probe.Within(resting, "rest after the failure");

        await world.Pass(TimeSpan.FromSeconds(59));
        Assert.False(email.HasMore);

        await world.Pass(TimeSpan.FromSeconds(17));
        var second = await email.Next();
        await world.Pass(TimeSpan.FromSeconds(5 * 60 * 1.25 + 1));
        var third = await email.Next();

        Assert.Equal([1, 2, 3], new[] { first.Attempt, second.Attempt, third.Attempt });
        Assert.Single(new[] { first.Id, second.Id, third.Id }.Distinct());
        await world.Status("k1", "sent");
    }

    [Fact]
    public async Task The_last_failure_makes_a_dead_letter_that_can_be_sent_again_by_hand()
    {
        var healed = false;
        var email = new RecordingReceiver("email", (_, _) => new(Volatile.Read(ref healed)
            ? new DeliveryOutcome.Done()
            : new DeliveryOutcome.TryAgain("The relay is down.")))
        {
            Habits = new(4, new([])),
        };
        await using var world = await OutboxWorld.Start(email);

        await world.Commit("email", "k1");
        await email.Next();
        await world.Status("k1", "failed");

        var dead = Assert.Single(await world.Outbox.DeadLetters("shop", DeadLetterFilter.All, 0, 10, default));
        Assert.Equal(("k1", 1), (dead.Key, dead.Attempts));
        Assert.Contains("The relay is down.", dead.Error, StringComparison.Ordinal);

        Volatile.Write(ref healed, true);
        Assert.True(await world.Outbox.Revive("shop", dead.Row, world.Clock.GetUtcNow(), default));
        world.Clock.Advance(OutboxWorld.Look);
        Assert.Equal(1, (await email.Next()).Attempt);
        await world.Status("k1", "sent");
    }

    [Fact]
    public async Task A_customer_who_cannot_be_asked_is_asked_again_and_nothing_leaves_meanwhile()
    {
        var email = new RecordingReceiver();
        await using var world = await OutboxWorld.Start(email);
        var asked = 0;
        world.Clear = (_, question) => ++asked < 3
            ? throw new TimeoutException("The customer is away.")
            : new(new ClearAnswer(question.To, asked == 3 ? null : "no consent"));

        await world.Commit("email", "k1");
        var given = await world.PassUntil(email.Next());

        Assert.Equal((3, 3), (given.Attempt, asked));
        await world.Status("k1", "sent");
        await world.Commit("email", "k2");
        Assert.Equal("no consent", (await world.Status("k2", "withheld")).Message.Reason);
        Assert.False(email.HasMore);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_letter_whose_address_was_refused_is_not_over_before_its_customer_knows(bool hard)
    {
        var email = new RecordingReceiver("email", (_, _) => new(hard
            ? new DeliveryOutcome.Never("550", OfAddress: true)
            : new DeliveryOutcome.TryAgain("450", OfAddress: true)))
        {
            Habits = new(1, new([])),
        };
        await using var world = await OutboxWorld.Start(email);
        world.Deaf = 2;

        await world.Commit("email", "k1");
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.Equal(attempt, (await world.PassUntil(email.Next())).Attempt);
        }

        await world.Status("k1", "failed");
        var told = Assert.Single(world.Told);
        Assert.Equal(("engagement", "message.bounced"), (told.Source, told.Type));
        Assert.Equal(hard, JsonElement.Parse(told.Data).GetProperty("hard").GetBoolean());
    }

    [Fact]
    public async Task Poison_goes_to_the_dead_letters_and_spoils_nothing_beside_it()
    {
        var email = new RecordingReceiver("email", static (outgoing, _) => outgoing.Effect.Key == "throws"
            ? throw new InvalidOperationException("a bug")
            : new(outgoing.Effect.Key == "never" ? new DeliveryOutcome.Never("no") : new DeliveryOutcome.Done()))
        {
            Habits = new(8, new([])),
        };
        await using var world = await OutboxWorld.Start(email);

        await world.Commit(
            Turns.Ada,
            OutboxWorld.Entry("email", "good"),
            new("unreadable", "email", Turns.Noon, "{\"effect\":\"of a later version\"}"u8.ToArray()),
            OutboxWorld.Entry("email", "throws"),
            OutboxWorld.Entry("email", "never"));

        foreach (var key in (string[])["unreadable", "throws", "never"])
        {
            await world.Status(key, "failed");
        }

        await world.Status("good", "sent");
        Assert.Equal(3, (await world.Outbox.DeadLetters("shop", DeadLetterFilter.All, 0, 10, default)).Length);
    }

    [Fact]
    public async Task A_receiver_that_hangs_is_cut_off_and_holds_up_no_other()
    {
        var (webhook, email) = (RecordingReceiver.Hanging("webhook"), new RecordingReceiver());
        await using var world = await OutboxWorld.Start(webhook, email);
        await world.Commit("webhook", "w1", "w2", "w3", "w4", "w5", "w6");
        for (var n = 0; n < webhook.Habits.ConcurrencyMax; n++)
        {
            await webhook.Next();
        }

        await world.Commit("email", "k1");
        await world.Status("k1", "sent");
        Assert.False(webhook.HasMore);

        world.Clock.Advance(world.Options.DeliveryTimeout);
        Assert.Contains((await webhook.Next()).Effect.Key, (string[])["w5", "w6"]);
    }

    [Fact]
    public async Task An_effect_held_back_costs_no_attempt()
    {
        var held = 0;
        var webhook = new RecordingReceiver("webhook", (_, _) => new(Interlocked.Increment(ref held) < 4
            ? new DeliveryOutcome.NotNow(TimeSpan.FromSeconds(1))
            : new DeliveryOutcome.Done()));
        await using var world = await OutboxWorld.Start(webhook);
        await world.Commit("webhook", "w1");

        for (var n = 0; n < 4; n++)
        {
            Assert.Equal(1, (await world.PassUntil(webhook.Next())).Attempt);
        }

        await world.Status("w1", "sent");
    }

    [Fact]
    public async Task A_claim_that_was_never_settled_comes_back_marked_when_its_lease_is_over()
    {
        var email = new RecordingReceiver();
        await using var world = await OutboxWorld.Start(email);
        world.Options.Lease = TimeSpan.FromMinutes(1);
        await world.StopPump();
        await world.Commit("email", "k1");
        var now = world.Clock.GetUtcNow();

        // A process that dies with the row in its hands.
        Assert.Single(await world.Outbox.Claim("email", now, now + world.Options.Lease, 10, default));
        var resting = world.Clock.Armed(OutboxWorld.Look);
        await world.StartPump();
        await Probe.Within(resting, "rest");
        await world.Pass(world.Options.Lease - OutboxWorld.Look);
        Assert.False(email.HasMore);

        await world.Pass(OutboxWorld.Look * 2);
        var outgoing = await email.Next();
        Assert.Equal((2, true), (outgoing.Attempt, outgoing.Interrupted));
    }

    [Fact]
    public async Task A_stop_lets_what_is_under_way_end_and_takes_nothing_new()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var email = new RecordingReceiver("email", async (_, _) =>
        {
            await release.Task;
            return new DeliveryOutcome.Done("at the end");
        })
        {
            Habits = new(1, new([])),
        };
        await using var world = await OutboxWorld.Start(email);
        await world.Commit("email", "k1", "k2");
        await email.Next();

        var stopping = world.StopPump();
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;

        Assert.Equal("at the end", (await world.Reads.Message(Turns.Ada, "k1", default))?.Receipt);
        Assert.Equal("queued", (await world.Reads.Message(Turns.Ada, "k2", default))?.Message.Status);
        Assert.False(email.HasMore);
    }

    [Fact]
    public async Task No_more_leave_in_a_second_than_the_receiver_bears()
    {
        var email = new RecordingReceiver { Habits = new(100, new([])) { PerSecond = 3 } };
        await using var world = await OutboxWorld.Start(email);
        await world.Commit("email", [.. Enumerable.Range(0, 10).Select(n => $"k{n}")]);

        foreach (var second in (int[])[3, 3, 3, 1])
        {
            for (var n = 0; n < second; n++)
            {
                await email.Next();
            }

            // The three tokens are gone, and the queue waits for the next.
            Assert.False(email.HasMore);
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task An_ordered_queue_stands_still_until_its_first_is_through()
    {
        var failures = 3;
        var order = new List<string>();
        var desk = new RecordingBatches("alert-desk", batch =>
        [
            .. batch.Select(outgoing =>
            {
                var fails = outgoing.Effect.Key == "k2" && failures-- > 0;
                order.Add(fails ? "failure" : outgoing.Effect.Key);
                return fails ? (DeliveryOutcome)new DeliveryOutcome.TryAgain("down") : new DeliveryOutcome.Done();
            }),
        ])
        {
            Habits = new(1, RetrySchedule.Doubling(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), 10))
            {
                BatchMax = 1,
                Ordered = true,
            },
        };
        await using var world = await OutboxWorld.Start(desk);
        await world.Commit("alert-desk", "k1", "k2", "k3", "k4");

        for (var n = 0; n < 7; n++)
        {
            await world.PassUntil(desk.Next());
        }

        await world.Status("k4", "sent");
        Assert.Equal(["k1", "failure", "failure", "failure", "k2", "k3", "k4"], order);
    }

    [Fact]
    public async Task A_queue_stands_no_longer_because_the_clock_stepped_back()
    {
        var failures = 1;
        var desk = new RecordingBatches("alert-desk", batch => [.. batch.Select(_ =>
            failures-- > 0 ? (DeliveryOutcome)new DeliveryOutcome.TryAgain("down") : new DeliveryOutcome.Done())])
        {
            Habits = new(1, new([TimeSpan.FromSeconds(5)])) { Ordered = true, BatchMax = 1 },
        };
        await using var world = await OutboxWorld.Start(desk);
        world.Clock.Ahead = TimeSpan.FromDays(2);
        await world.Commit("alert-desk", "k1");
        await world.PassUntil(desk.Next());
        var failed = world.Clock.GetTimestamp();
        world.Clock.Ahead = TimeSpan.Zero;

        await world.PassUntil(desk.Next());

        Assert.InRange(world.Clock.GetElapsedTime(failed), TimeSpan.FromSeconds(5), TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task A_receiver_that_forgets_an_answer_is_asked_again_for_all()
    {
        var forgets = true;
        var desk = new RecordingBatches("alert-desk", batch =>
        {
            var done = batch.Skip(forgets ? 1 : 0).Select(_ => (DeliveryOutcome)new DeliveryOutcome.Done());
            forgets = false;
            return [.. done];
        })
        {
            Habits = new(1, new([TimeSpan.FromSeconds(1)])) { BatchMax = 10 },
        };
        await using var world = await OutboxWorld.Start(desk);

        await world.Commit("alert-desk", "k1", "k2");

        for (var n = 0; n < 4; n++)
        {
            await world.PassUntil(desk.Next());
        }

        await world.Status("k1", "sent");
        await world.Status("k2", "sent");
    }

    [Fact]
    public async Task What_was_delivered_long_ago_is_swept_away_and_what_waits_is_not()
    {
        var (email, webhook) = (new RecordingReceiver(), RecordingReceiver.Hanging("webhook"));
        await using var world = await OutboxWorld.Start(email, webhook);
        await world.Commit("email", "k1");
        await world.Commit("webhook", "k2");
        await world.Status("k1", "sent");
        await webhook.Next();

        await world.Sweep(after: world.Options.Keep + TimeSpan.FromDays(1));

        Assert.Null(await world.Outbox.Effect(Turns.Ada, "k1", default));
        Assert.NotNull(await world.Outbox.Effect(Turns.Ada, "k2", default));
        Assert.Equal("sent", (await world.Reads.Message(Turns.Ada, "k1", default))!.Message.Status);
    }

    [Fact]
    public void A_lease_must_outlast_two_deliveries()
    {
        var options = new OutboxOptions { Lease = TimeSpan.FromSeconds(39) };

        Assert.Contains("twice", Assert.Single(options.Validate(new(options))).ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(new OutboxOptions().Validate(new(options)));
    }
}
