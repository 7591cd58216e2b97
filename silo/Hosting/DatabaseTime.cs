using System.Data.Common;
using Engagement.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Hosting;

/// <summary>Asks the database for the time, before anything else starts and then again, since clocks drift.</summary>
sealed partial class DatabaseTime(IStoreClock store, DatabaseClock clock, ILogger<DatabaseTime> log)
    : BackgroundService
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>An answer that took longer says too little about now.</summary>
    public static readonly TimeSpan TripMax = TimeSpan.FromSeconds(1);

    /// <summary>The machine's clock may be off by this much without a word.</summary>
    public static readonly TimeSpan OffMax = TimeSpan.FromSeconds(5);

    bool _wasOff;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Ask(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Pause, clock, stoppingToken);
            await Ask(stoppingToken);
        }
    }

    async Task Ask(CancellationToken cancellation)
    {
        try
        {
            var before = clock.GetTimestamp();
            var at = await store.Now(cancellation);
            var after = clock.GetTimestamp();
            var trip = clock.GetElapsedTime(before, after);
            if (trip <= TripMax)
            {
                clock.Set(at + (trip / 2), after);
                Tell(clock.MachineAhead);
            }
        }
        catch (Exception error) when (error is StoreUnavailableException or DbException)
        {
            // Readiness says that the database is away; the time goes on from what it said last.
        }
    }

    void Tell(TimeSpan ahead)
    {
        var isOff = ahead.Duration() > OffMax;
        if (isOff && !_wasOff)
        {
            LogOff(log, ahead > TimeSpan.Zero ? "ahead of" : "behind", ahead.Duration());
        }

        _wasOff = isOff;
    }
}
