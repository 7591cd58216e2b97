using Engagement.Tests.Support;
using Orleans.Configuration;

namespace Engagement.Tests.Engine;

public sealed class LifeTests(SiloUnderTest silo) : IClassFixture<SiloUnderTest>
{
    Probe Probe => silo.Probe;

    [Fact]
    public async Task An_activation_that_fails_fails_the_call_and_the_next_call_tries_again()
    {
        var grain = silo.Grains.GetGrain<IFragileGrain>("fragile");
        var error = await Assert.ThrowsAsync<FormatException>(() => grain.Answer().AsTask());
        Assert.Equal("Not the first time.", error.Message);
        Assert.Equal("here", await grain.Answer());
    }

    [Fact]
    public async Task A_grain_that_leaves_finishes_its_call_and_the_next_call_finds_a_new_activation()
    {
        var grain = Lives("leaving");
        Assert.Equal(1, await grain.Activation());
        await grain.Leave();
        Assert.Equal(2, await grain.Activation());
        Assert.Equal(
            ["leaving left", "leaving ending", "leaving ended ApplicationRequested"],
            Probe.Notes("leaving ").Where(note => !note.Contains("activated")));
    }

    [Fact]
    public async Task A_new_activation_waits_until_the_old_one_has_ended()
    {
        var grain = Lives("gated");
        await grain.Leave();
        var next = grain.Activation().AsTask();
        await Probe.Noted("gated ending");
        Assert.Single(Probe.Notes("gated activated"));

        Probe.Open("gated ending");
        Assert.Equal(2, await next);
    }

    ILifeGrain Lives(string key) => silo.Grains.GetGrain<ILifeGrain>(key);
}

/// <summary>
/// Idle grains leave; on a silo of its own, where that happens within seconds.
/// </summary>
public sealed class IdleTests(IdleTests.QuickSilo silo) : IClassFixture<IdleTests.QuickSilo>
{
    static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_grain_that_nobody_calls_for_the_collection_age_leaves_with_that_reason()
    {
        var grain = silo.Grains.GetGrain<ILifeGrain>("idle");
        Assert.Equal(1, await grain.Activation());
        silo.Clock.Advance(2 * Age);
        await silo.Probe.Noted("idle ended ActivationIdle");
        Assert.Equal(2, await grain.Activation());
    }

    [Fact]
    public async Task A_grain_that_asked_to_stay_is_not_collected_before_its_time()
    {
        var stays = silo.Grains.GetGrain<ILifeGrain>("stays");
        await stays.StayFor(TimeSpan.FromHours(1));
        await silo.Grains.GetGrain<ILifeGrain>("goes").Activation();
        silo.Clock.Advance(2 * Age);
        await silo.Probe.Noted("goes ended ActivationIdle");
        Assert.Equal(1, await stays.Activation());
    }

    [Fact]
    public async Task A_grain_that_is_busy_is_not_idle()
    {
        var busy = silo.Grains.GetGrain<ILifeGrain>("busy");
        var held = busy.Hold("long");
        await silo.Probe.Noted("busy began long");
        await silo.Grains.GetGrain<ILifeGrain>("other").Activation();
        silo.Clock.Advance(2 * Age);
        await silo.Probe.Noted("other ended ActivationIdle");
        silo.Probe.Open("busy long");
        await held;
        Assert.Equal(1, await busy.Activation());
    }

    public sealed class QuickSilo : SiloUnderTest
    {
        protected override void Collect(GrainCollectionOptions options) =>
            (options.CollectionAge, options.CollectionQuantum) = (Age, Age / 2);
    }
}

/// <summary>The end of a host; each test has a silo of its own.</summary>
public sealed class StopTests : IAsyncLifetime
{
    readonly SiloUnderTest _silo = new();

    public ValueTask InitializeAsync() => _silo.InitializeAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_host_that_stops_lets_the_running_call_finish_and_then_ends_every_activation()
    {
        var grain = _silo.Grains.GetGrain<ILifeGrain>("last");
        var held = grain.Hold("work");
        await _silo.Probe.Noted("last began work");

        var stop = _silo.Stop();
        _silo.Probe.Open("last work");
        await Probe.Within(held, "the end of a call that was running");
        await Probe.Within(stop, "the end of the host");
        Assert.Equal(
            ["last began work", "last done work", "last ending", "last ended ShuttingDown"],
            _silo.Probe.Notes("last ").Where(note => !note.Contains("activated")));
    }

    [Fact]
    public async Task After_the_host_has_stopped_calls_fail_and_nothing_is_activated()
    {
        var grain = _silo.Grains.GetGrain<ILifeGrain>("late");
        await _silo.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => grain.Activation().AsTask());
        Assert.Empty(_silo.Probe.Notes("late "));
    }
}
