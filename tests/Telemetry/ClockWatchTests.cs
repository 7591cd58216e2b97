using Engagement.Health;
using Engagement.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Engagement.Tests.Telemetry;

/// <summary>The machine's clock is put forward and back.</summary>
public sealed class ClockWatchTests
{
    readonly ArmedClock _clock = new(new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_step_is_one_line_in_the_log_and_told_by_readiness()
    {
        using var log = new KeptLog();
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(log));
        using var watch = new ClockWatch(_clock, logs.CreateLogger<ClockWatch>());
        await Looks(() => watch.StartAsync(CancellationToken.None));
        await Looks(() => Pass());
        Assert.Equal(new Check("clock", true, "It has not stepped since the start."), watch.Look());

        _clock.Ahead = TimeSpan.FromHours(2);
        await Looks(() => Pass());
        await Looks(() => Pass());

        Assert.Contains("put forward by 02:00:00", watch.Look().Description, StringComparison.Ordinal);
        _clock.Ahead = TimeSpan.Zero;
        await Looks(() => Pass());
        Assert.Contains("put back by 02:00:00", watch.Look().Description, StringComparison.Ordinal);
        Assert.True(watch.Look().IsHealthy);
        _clock.Ahead = TimeSpan.FromSeconds(4);
        await Looks(() => Pass());
        Assert.Equal(2, log.Lines.Count);
        await watch.StopAsync(CancellationToken.None);
    }

    Task Pass()
    {
        _clock.Advance(ClockWatch.Pause);
        return Task.CompletedTask;
    }

    async Task Looks(Func<Task> act)
    {
        var resting = _clock.Armed(ClockWatch.Pause);
        await act();
        await Probe.Within(resting, "the pause before a look at the clock");
    }
}
