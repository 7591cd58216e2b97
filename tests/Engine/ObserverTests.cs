using Engagement.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Concurrency;
using Orleans.Utilities;

namespace Engagement.Tests.Engine;

public interface IListener : IGrainObserver
{
    Task Heard(string what);

    [OneWay]
    Task Overheard(string what);
}

public interface IBroadcastGrain : IGrainWithStringKey
{
    ValueTask<int> Listen(IListener listener);

    /// <summary>How many listeners are left after all were told.</summary>
    ValueTask<int> Tell(string what);

    Task TellOne(IListener listener, string what);

    Task Whisper(IListener listener, string what);
}

sealed class BroadcastGrain(TimeProvider clock) : Grain, IBroadcastGrain
{
    readonly ObserverManager<IListener> _listeners =
        new(TimeSpan.FromMinutes(1), NullLogger.Instance) { GetDateTime = () => clock.GetUtcNow().UtcDateTime };

    public ValueTask<int> Listen(IListener listener)
    {
        _listeners.Subscribe(listener, listener);
        return new(_listeners.Count);
    }

    public async ValueTask<int> Tell(string what)
    {
        await _listeners.Notify(listener => listener.Heard(what));
        return _listeners.Count;
    }

    public Task TellOne(IListener listener, string what) => listener.Heard(what);

    public Task Whisper(IListener listener, string what) => listener.Overheard(what);
}

public sealed class ObserverTests(SiloUnderTest silo) : IClassFixture<SiloUnderTest>
{
    [Fact]
    public async Task An_observer_hears_what_a_grain_tells_it()
    {
        var ear = new Ear();
        var grain = Broadcasts("told");
        await grain.Listen(Reference(ear));
        await grain.Tell("news");
        Assert.Equal(["news"], ear.Heard);
        GC.KeepAlive(ear);
    }

    [Fact]
    public async Task An_observer_that_subscribes_twice_is_told_once()
    {
        var ear = new Ear();
        var reference = Reference(ear);
        var grain = Broadcasts("twice");
        Assert.Equal(1, await grain.Listen(reference));
        Assert.Equal(1, await grain.Listen(reference));
        await grain.Tell("news");
        Assert.Equal(["news"], ear.Heard);
        GC.KeepAlive(ear);
    }

    [Fact]
    public async Task An_observer_that_throws_is_dropped_and_harms_neither_the_grain_nor_the_others()
    {
        var (good, bad) = (new Ear(), new Ear { Deaf = true });
        var grain = Broadcasts("harmed");
        await grain.Listen(Reference(bad));
        Assert.Equal(2, await grain.Listen(Reference(good)));
        Assert.Equal(1, await grain.Tell("news"));
        Assert.Equal(["news"], good.Heard);
        GC.KeepAlive((good, bad));
    }

    [Fact]
    public async Task The_exception_of_an_observer_reaches_the_grain_that_called_it()
    {
        var ear = new Ear { Deaf = true };
        var error = await Assert.ThrowsAsync<FormatException>(
            () => Broadcasts("direct").TellOne(Reference(ear), "news"));
        Assert.Equal("Deaf.", error.Message);
        GC.KeepAlive(ear);
    }

    [Fact]
    public async Task Nobody_waits_for_a_one_way_call_nor_learns_that_it_failed()
    {
        var ear = new Ear { Deaf = true };
        await Probe.Within(Broadcasts("whispering").Whisper(Reference(ear), "secret"), "the end of a one-way call");
        ear.Slow.SetResult();
        await Probe.Within(ear.Done.Task, "the one-way call itself");
        Assert.Equal(["secret"], ear.Heard);
    }

    [Fact]
    public async Task An_observer_that_does_not_renew_is_told_no_more()
    {
        var (renewed, silent) = (new Ear(), new Ear());
        var (renewedReference, silentReference) = (Reference(renewed), Reference(silent));
        var grain = Broadcasts("expiring");
        await grain.Listen(renewedReference);
        await grain.Listen(silentReference);
        silo.Clock.Advance(TimeSpan.FromSeconds(40));
        await grain.Listen(renewedReference);
        silo.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(1, await grain.Tell("late"));
        Assert.Equal(["late"], renewed.Heard);
        Assert.Empty(silent.Heard);
    }

    [Fact]
    public async Task A_plain_object_is_no_reference()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => Broadcasts("plain").Listen(new Ear()).AsTask());
        Assert.Throws<ArgumentException>(() => silo.Grains.DeleteObjectReference<IListener>(new Ear()));
    }

    [Fact]
    public void A_subscriber_can_leave_and_all_can_be_dropped()
    {
        var subscribers = new ObserverManager<string, Ear>(TimeSpan.FromMinutes(1), NullLogger.Instance);
        subscribers.Subscribe("a", new());
        subscribers.Subscribe("b", new());
        subscribers.Unsubscribe("a");
        Assert.Equal(["b"], subscribers.Observers.Keys);
        subscribers.Clear();
        Assert.Equal(0, subscribers.Count);
    }

    [Fact]
    public void Only_the_subscribers_that_are_meant_are_told()
    {
        var subscribers = new ObserverManager<string, string>(TimeSpan.FromMinutes(1), NullLogger.Instance);
        subscribers.Subscribe("a", "first");
        subscribers.Subscribe("b", "second");
        var told = new List<string>();
        subscribers.Notify(told.Add, each => each == "second");
        Assert.Equal(["second"], told);
    }

    IBroadcastGrain Broadcasts(string key) => silo.Grains.GetGrain<IBroadcastGrain>(key);

    IListener Reference(Ear ear) => silo.Grains.CreateObjectReference<IListener>(ear);

    sealed class Ear : IListener
    {
        public List<string> Heard { get; } = [];

        public bool Deaf { get; init; }

        public TaskCompletionSource Slow { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        Task IListener.Heard(string what)
        {
            Heard.Add(what);
            return Deaf ? throw new FormatException("Deaf.") : Task.CompletedTask;
        }

        async Task IListener.Overheard(string what)
        {
            await Slow.Task;
            Heard.Add(what);
            Done.SetResult();
            throw new FormatException("Deaf.");
        }
    }
}
