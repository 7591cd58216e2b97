using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Health;

/// <summary>
/// Notices when the machine's clock is put forward or back, by the counter that nobody can set. What waits inside the
/// process does not mind; due times and leases that were written meanwhile are by a clock that was wrong.
/// </summary>
sealed partial class ClockWatch(TimeProvider clock, ILogger<ClockWatch> log) : BackgroundService
{
    /// <summary>Less is how a clock is kept right.</summary>
    public static readonly TimeSpan StepMin = TimeSpan.FromSeconds(5);

    /// <summary>How often it is looked at.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    volatile Step? _last;

    /// <summary>Never a reason to be not ready: the clock is right now, or no restart would help.</summary>
    public Check Look() => new("clock", IsHealthy: true, _last is { } step
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"It was put {step.Way} by {step.By.Duration():c} at {step.At:yyyy-MM-ddTHH:mm:ssZ}, as it then said. "
            + $"./engage clock says what waits because of it.")
        : "It has not stepped since the start.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (wall, steady) = (clock.GetUtcNow(), clock.GetTimestamp());
        while (true)
        {
            await Task.Delay(Pause, clock, stoppingToken);
            var (nextWall, nextSteady) = (clock.GetUtcNow(), clock.GetTimestamp());
            var by = nextWall - wall - clock.GetElapsedTime(steady, nextSteady);
            if (by.Duration() >= StepMin)
            {
                var step = new Step(by, nextWall);
                LogStepped(log, step.Way, by.Duration());
                _last = step;
            }

            (wall, steady) = (nextWall, nextSteady);
        }
    }

    sealed record Step(TimeSpan By, DateTimeOffset At)
    {
        public string Way => By < TimeSpan.Zero ? "back" : "forward";
    }
}
