using Engagement.Tests.Support;
using Orleans.Runtime;

namespace Engagement.Tests.Runtime;

public interface ITimerGrain : IGrainWithStringKey
{
    ValueTask Start(TimeSpan due, TimeSpan period);

    ValueTask Stop();

    Task Hold(string name);

    Task Leave();
}

sealed class TimerGrain(Probe probe) : Grain, ITimerGrain
{
    IGrainTimer? _timer;
    int _ticks;

    string Key => this.GetPrimaryKeyString();

    public ValueTask Start(TimeSpan due, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(due, period));
        return default;
    }

    public ValueTask Stop()
    {
        _timer!.Dispose();
        return default;
    }

    public async Task Hold(string name)
    {
        probe.Note($"{Key} began {name}");
        await probe.Gate($"{Key} {name}");
        probe.Note($"{Key} done {name}");
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Note($"{Key} ended");
        return Task.CompletedTask;
    }

    async Task Tick(CancellationToken cancellation)
    {
        await Task.Yield();
        probe.Note($"{Key} tick {++_ticks}");
        if (Key == "failing")
        {
            throw new FormatException("A tick that fails.");
        }
    }
}

public sealed class TimerTests(SiloUnderTest silo) : IClassFixture<SiloUnderTest>
{
    static readonly TimeSpan Due = TimeSpan.FromSeconds(5);

    Probe Probe => silo.Probe;

    [Fact]
    public async Task A_timer_ticks_when_it_is_due_and_again_a_period_after_that()
    {
        var period = TimeSpan.FromSeconds(7);
        await Timers("ticking").Start(Due, period);
        silo.Clock.Advance(Due - TimeSpan.FromSeconds(1));
        Assert.Empty(Probe.Notes("ticking tick"));

        await Tick("ticking tick 1", period, TimeSpan.FromSeconds(1));
        await Tick("ticking tick 2", period, period);
        Assert.Equal(2, Probe.Notes("ticking tick").Length);
    }

    [Fact]
    public async Task A_tick_waits_for_the_call_that_runs()
    {
        var grain = Timers("waiting");
        await grain.Start(Due, Timeout.InfiniteTimeSpan);
        var held = grain.Hold("work");
        await Probe.Noted("waiting began work");
        silo.Clock.Advance(Due);
        Probe.Open("waiting work");
        await held;
        await Probe.Noted("waiting tick 1");
        Assert.Equal(["waiting began work", "waiting done work", "waiting tick 1"], Probe.Notes("waiting "));
    }

    [Fact]
    public async Task A_tick_that_fails_is_followed_by_the_next_one()
    {
        var period = TimeSpan.FromSeconds(11);
        await Timers("failing").Start(Due, period);
        await Tick("failing tick 1", period, Due);
        await Tick("failing tick 2", period, period);
    }

    [Fact]
    public async Task A_timer_that_is_disposed_does_not_tick()
    {
        var grain = Timers("disposed");
        await grain.Start(Due, Due);
        await grain.Stop();
        await Timers("witness").Start(Due, Timeout.InfiniteTimeSpan);
        silo.Clock.Advance(2 * Due);
        await Probe.Noted("witness tick 1");
        await grain.Stop();
        Assert.Empty(Probe.Notes("disposed tick"));
    }

    [Fact]
    public async Task A_timer_ends_with_its_activation()
    {
        var grain = Timers("ended");
        await grain.Start(Due, Due);
        await grain.Leave();
        await Probe.Noted("ended ended");
        await Timers("survivor").Start(Due, Timeout.InfiniteTimeSpan);
        silo.Clock.Advance(2 * Due);
        await Probe.Noted("survivor tick 1");
        Assert.Empty(Probe.Notes("ended tick"));
    }

    /// <summary>Moves the clock until the tick is seen and the next one is set.</summary>
    async Task Tick(string note, TimeSpan period, TimeSpan wait)
    {
        var armed = silo.Clock.Armed(period);
        silo.Clock.Advance(wait);
        await Probe.Noted(note);
        await Probe.Within(armed, $"the next tick after '{note}'");
    }

    ITimerGrain Timers(string key) => silo.Grains.GetGrain<ITimerGrain>(key);
}
