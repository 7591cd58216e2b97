using Engagement.Receivers;
using Engagement.Tests.Support;
using Engagement.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace Engagement.Tests.Channels;

public sealed class EndpointGateTests
{
    static readonly DeliveryOutcome s_done = new DeliveryOutcome.Done("204");
    static readonly DeliveryOutcome s_failed = new DeliveryOutcome.TryAgain("500");

    readonly FakeTimeProvider _clock = new();
    readonly EndpointGate _gate;
    int _asked;

    public EndpointGateTests() => _gate = new(_clock);

    [Fact]
    public async Task An_endpoint_that_fails_is_left_alone_for_a_second_and_then_twice_as_long_up_to_a_minute()
    {
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 32, 64, 64, 64])
        {
            Assert.Equal(s_failed, await Pass(s_failed));
            Assert.Equal(NotNow(seconds), await Pass(s_done));
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.IsType<DeliveryOutcome.NotNow>(await Pass(s_done));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(9, _asked);
        Assert.Equal(s_done, await Pass(s_done));
        Assert.Equal(s_failed, await Pass(s_failed));
        Assert.Equal(NotNow(1), await Pass(s_done));
    }

    [Fact]
    public async Task A_clock_that_steps_back_does_not_keep_an_endpoint_closed()
    {
        var clock = new ArmedClock(new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero)) { Ahead = TimeSpan.FromHours(2) };
        var gate = new EndpointGate(clock);
        await gate.Pass(_ => new(s_failed), CancellationToken.None);
        await gate.Pass(
            _ => new(new DeliveryOutcome.TryAgain("503", After: TimeSpan.FromSeconds(30))), CancellationToken.None);

        clock.Ahead = TimeSpan.Zero;
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(s_done, await gate.Pass(_ => new(s_done), CancellationToken.None));
    }

    [Fact]
    public async Task One_failure_after_many_successes_is_enough()
    {
        for (var n = 0; n < 100; n++)
        {
            Assert.Equal(s_done, await Pass(s_done));
        }

        await Pass(s_failed);

        Assert.Equal(NotNow(1), await Pass(s_done));
    }

    [Fact]
    public async Task An_endpoint_that_was_left_alone_is_tried_with_one_delivery_while_the_others_wait()
    {
        await Pass(s_failed);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var (trial, end) = Begin();
        Assert.Equal(NotNow(1), await Pass(s_done));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(NotNow(1), await Pass(s_done));
        Assert.Equal(2, _asked);

        end.SetResult(s_done);
        Assert.Equal(s_done, await trial);
        Assert.Equal(s_done, await Pass(s_done));
    }

    [Fact]
    public async Task Four_deliveries_are_under_way_at_once_and_a_fifth_begins_when_one_has_ended()
    {
        var begun = Enumerable.Range(0, 4).Select(_ => Begin()).ToArray();
        Assert.Equal(NotNow(1), await Pass(s_done));
        Assert.Equal(4, _asked);

        begun[0].End.SetResult(s_done);
        await begun[0].Passing;
        Assert.Equal(s_done, await Pass(s_done));
    }

    [Fact]
    public async Task What_throws_is_a_failure_and_is_thrown_on()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
            await _gate.Pass(static _ => throw new OperationCanceledException(), CancellationToken.None));

        Assert.Equal(NotNow(1), await Pass(s_done));
    }

    [Fact]
    public async Task An_endpoint_that_wants_nothing_more_is_never_asked_again()
    {
        Assert.IsType<DeliveryOutcome.Never>(await Pass(new DeliveryOutcome.Never("410")));
        _clock.Advance(TimeSpan.FromDays(365));

        Assert.IsType<DeliveryOutcome.Never>(await Pass(s_done));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task A_wish_is_kept_that_comes_when_another_delivery_has_failed_already()
    {
        var (first, second) = (Begin(), Begin());
        first.End.SetResult(s_failed);
        await first.Passing;
        second.End.SetResult(Wish(TimeSpan.FromMinutes(2)));
        await second.Passing;

        Assert.Equal(NotNow(120), await Pass(s_done));
        _clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(NotNow(1), await Pass(s_done));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(s_done, await Pass(s_done));
    }

    [Fact]
    public async Task A_shorter_wish_does_not_shorten_what_was_asked_before_and_none_is_kept_for_more_than_an_hour()
    {
        var (first, second) = (Begin(), Begin());
        first.End.SetResult(Wish(TimeSpan.FromDays(1)));
        await first.Passing;
        second.End.SetResult(Wish(TimeSpan.FromSeconds(10)));
        await second.Passing;

        Assert.Equal(NotNow(3_600), await Pass(s_done));
    }

    static DeliveryOutcome.NotNow NotNow(int seconds) => new(TimeSpan.FromSeconds(seconds));

    static DeliveryOutcome.TryAgain Wish(TimeSpan wish) => new("429", wish);

    Task<DeliveryOutcome> Pass(DeliveryOutcome outcome) => Pass(Task.FromResult(outcome));

    (Task<DeliveryOutcome> Passing, TaskCompletionSource<DeliveryOutcome> End) Begin()
    {
        var end = new TaskCompletionSource<DeliveryOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Pass(end.Task), end);
    }

    async Task<DeliveryOutcome> Pass(Task<DeliveryOutcome> outcome) => await _gate.Pass(
        async _ =>
        {
            _asked++;
            return await outcome;
        },
        CancellationToken.None);
}
