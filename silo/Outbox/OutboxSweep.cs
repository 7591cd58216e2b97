using Engagement.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Outbox;

/// <summary>
/// Forgets effects that were delivered long ago, a few at a time, so that the outbox stays as large as what is recent.
/// What a message said can be shown until then; its line is kept for ever.
/// </summary>
sealed partial class OutboxSweep(
    IOutboxPurge outbox, OutboxOptions options, TimeProvider clock, ILogger<OutboxSweep> log) : BackgroundService
{
    const int RowsMax = 1_000;

    static readonly TimeSpan s_pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(s_pause, clock, stoppingToken);
            try
            {
                // The commits of customers share the one writer, so it gets back to them after each part.
                while (await outbox.Purge(clock.GetUtcNow() - options.Keep, RowsMax, stoppingToken) == RowsMax)
                {
                    await Task.Yield();
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogSweepFailed(log, error);
            }
        }
    }
}
