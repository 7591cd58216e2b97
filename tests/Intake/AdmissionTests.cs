using System.Net;
using Engagement.Events;
using Engagement.Hosting;
using Engagement.Problems;
using Microsoft.Extensions.Options;

namespace Engagement.Tests.Intake;

/// <summary>Turning requests away before they cost anything.</summary>
public sealed class AdmissionTests : IDisposable
{
    readonly FakeLoad _load = new();
    readonly List<Admission> _made = [];

    [Fact]
    public void The_wait_that_is_too_long_is_the_one_that_was_set()
    {
        var admission = Admission(TimeSpan.FromSeconds(5));
        _load.PredictedWait = TimeSpan.FromSeconds(5);
        Assert.Null(admission.Refusal("shop"));

        _load.PredictedWait = TimeSpan.FromSeconds(5.1);
        Assert.Equal(ProblemKind.Overloaded, admission.Refusal("shop")!.Kind);
        Assert.InRange(admission.Refusal("shop")!.RetryAfter!.Value, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(9));
    }

    [Fact]
    public void Bodies_of_all_requests_together_have_a_bound_and_make_room_when_they_are_done()
    {
        var admission = Admission(TimeSpan.FromSeconds(5));
        var first = admission.Hold();
        first.Add(Events.Admission.HeldBytesMax);
        using (var second = admission.Hold())
        {
            Assert.Equal(
                ProblemKind.Overloaded, Assert.Throws<RefusedException>(() => second.Add(1)).Problem.Kind);
        }

        first.Dispose();
        first.Dispose();
        using var third = admission.Hold();
        third.Add(Events.Admission.HeldBytesMax);
    }

    [Fact]
    public void A_workspace_that_has_its_share_under_way_waits_and_the_others_do_not()
    {
        var admission = Admission(TimeSpan.FromSeconds(5), events: 1_000);
        var most = admission.Share("shop", 600);
        using var rest = admission.Share("shop", 400);

        var refusal = admission.Refusal("shop")!;
        Assert.Equal(ProblemKind.TooManyRequests, refusal.Kind);
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
        Assert.Equal(
            ProblemKind.TooManyRequests,
            Assert.Throws<RefusedException>(() => admission.Share("shop", 1)).Problem.Kind);
        Assert.Null(admission.Refusal("other"));
        using var others = admission.Share("other", 1_000);

        most.Dispose();
        most.Dispose();
        Assert.Null(admission.Refusal("shop"));
        using var next = admission.Share("shop", 600);
        Assert.Throws<RefusedException>(() => admission.Share("shop", 1));
    }

    [Fact]
    public void All_workspaces_together_have_a_bound_where_no_wait_is_known()
    {
        var admission = Admission(TimeSpan.FromSeconds(5), commitsElsewhere: true);
        var here = Admission(TimeSpan.FromSeconds(5));
        var shares = Enumerable.Range(0, Events.Admission.EventsUnderWayMax / EventIntake.ArrayItemsMax)
            .Select(i => admission.Share($"shop{i}", EventIntake.ArrayItemsMax))
            .ToList();

        var refusal = admission.Refusal("another")!;
        Assert.Equal(ProblemKind.Overloaded, refusal.Kind);
        Assert.NotNull(refusal.RetryAfter);

        shares[0].Dispose();
        Assert.Null(admission.Refusal("another"));

        foreach (var i in Enumerable.Range(0, shares.Count))
        {
            here.Share($"shop{i}", EventIntake.ArrayItemsMax);
        }

        Assert.Null(here.Refusal("another"));
    }

    [Fact]
    public void Requests_without_events_take_no_share_and_give_none_back()
    {
        var admission = Admission(TimeSpan.FromSeconds(5), events: 1_000);
        var (first, second) = (admission.Share("shop", 0), admission.Share("shop", 0));
        first.Dispose();
        second.Dispose();

        using var all = admission.Share("shop", 1_000);
        Assert.NotNull(admission.Refusal("shop"));
    }

    [Fact]
    public void A_request_that_is_more_than_a_share_is_taken_when_it_is_alone()
    {
        var admission = Admission(TimeSpan.FromSeconds(5), events: 1_000);
        using (admission.Share("shop", 10_000))
        {
            Assert.Throws<RefusedException>(() => admission.Share("shop", 1));
        }

        Assert.Null(admission.Refusal("shop"));
    }

    [Fact]
    public async Task Who_waits_for_a_share_comes_before_whoever_asks_later()
    {
        var admission = Admission(TimeSpan.FromSeconds(5), events: 1_000);
        var most = admission.Share("shop", 900);
        var waiting = admission.ShareInTurn("shop", 500, CancellationToken.None).AsTask();

        Assert.False(waiting.IsCompleted);
        Assert.NotNull(admission.Refusal("shop"));
        Assert.Throws<RefusedException>(() => admission.Share("shop", 100));

        most.Dispose();
        using (await waiting)
        {
            Assert.Throws<RefusedException>(() => admission.Share("shop", 501));
            using var next = admission.Share("shop", 500);
        }

        using var all = admission.Share("shop", 1_000);
    }

    [Fact]
    public async Task Who_has_gone_while_it_waited_takes_no_share()
    {
        var admission = Admission(TimeSpan.FromSeconds(5), events: 1_000);
        using var gone = new CancellationTokenSource();
        var most = admission.Share("shop", 900);
        var waiting = admission.ShareInTurn("shop", 500, gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        most.Dispose();
        using var all = admission.Share("shop", 1_000);
    }

    [Fact]
    public async Task Who_waits_is_served_in_turn_and_keeps_those_behind_it_waiting()
    {
        var admission = Admission(TimeSpan.FromSeconds(5), events: 1_000);
        var most = admission.Share("shop", 900);
        var little = admission.Share("shop", 50);
        var larger = admission.ShareInTurn("shop", 5_000, CancellationToken.None).AsTask();
        var smaller = admission.ShareInTurn("shop", 100, CancellationToken.None).AsTask();

        most.Dispose();
        Assert.False(larger.IsCompleted);
        Assert.False(smaller.IsCompleted);

        little.Dispose();
        var taken = await larger;
        Assert.False(smaller.IsCompleted);

        taken.Dispose();
        (await smaller).Dispose();
        using var all = admission.Share("shop", 1_000);
    }

    public void Dispose() => _made.ForEach(admission => admission.Dispose());

    Admission Admission(
        TimeSpan waitMax, int events = EventIntake.ArrayItemsMax, bool commitsElsewhere = false)
    {
        var admission = new Admission(
            _load,
            Options.Create(new IntakeOptions { WaitMax = waitMax, EventsUnderWayMax = events }),
            new("", "", null, commitsElsewhere ? new("", "shop", IPAddress.Loopback) : null));
        _made.Add(admission);
        return admission;
    }
}
