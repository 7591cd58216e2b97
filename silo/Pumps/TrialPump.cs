using Engagement.Outbox;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Pumps;

/// <summary>
/// Step 5: performs, once more, what processes had in their hands when they ended without a word: one piece after
/// another, and what is met a second time with nothing beside it. A piece that ends process after process alone is
/// given up, and the rest goes on.
/// </summary>
sealed partial class TrialPump(
    IEnumerable<ITrials> kinds, WorkInHand hands, OutboxOptions options, TimeProvider clock, ILogger<TrialPump> log)
    : BackgroundService
{
    static readonly TimeSpan s_afterFailure = TimeSpan.FromSeconds(1);

    /// <summary>The pump itself, which needs no host: it runs until it is stopped and its trial has ended.</summary>
    internal async Task Run(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await Task.Delay(await Step(stopping), clock, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end of the loop; a trial under way has ended by itself.
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        SameScheduler.Run(() => Run(stoppingToken));

    /// <summary>Tries all that there is to try.</summary>
    /// <returns>How long to wait before the next look.</returns>
    async Task<TimeSpan> Step(CancellationToken stopping)
    {
        try
        {
            foreach (var kind in kinds)
            {
                while (await kind.Next(stopping) is { } trial)
                {
                    stopping.ThrowIfCancellationRequested();
                    await Hold(kind, trial, stopping);
                }
            }

            return options.Look;
        }
        catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            LogFailed(log, error);
            return s_afterFailure;
        }
    }

    async Task Hold(ITrials kind, Trial trial, CancellationToken stopping)
    {
        if (trial.Suspicion.IsAtFault)
        {
            LogGivenUp(log, kind.Kind);
            await trial.GiveUp();
        }
        else if (trial.Suspicion.MustBeAlone)
        {
            LogAlone(log, kind.Kind, trial.Suspicion.Ends);
            await hands.Reserve(stopping);
            try
            {
                await Do(trial, stopping);
            }
            finally
            {
                hands.Share();
            }
        }
        else
        {
            hands.Take();
            try
            {
                await Do(trial, stopping);
            }
            finally
            {
                hands.PutDown();
            }
        }
    }

    /// <summary>What an ordered stop cuts off must not look like an end that nobody can explain.</summary>
    static async Task Do(Trial trial, CancellationToken stopping)
    {
        var doing = trial.Do();
        try
        {
            await doing.WaitAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await trial.GiveBack();
            await doing;
        }
    }
}
