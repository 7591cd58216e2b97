using System.Collections.Immutable;
using Engagement.Storage;
using Microsoft.Extensions.Logging;
using Polly;

namespace Engagement.Outbox;

/// <summary>Holds on to results until they are written: forgetting one means delivering twice.</summary>
sealed partial class Settling(IOutbox outbox, TimeProvider clock, ILogger log)
{
    const int AttemptsMax = 30;

    static readonly TimeSpan s_afterFailure = TimeSpan.FromSeconds(1);
    static readonly ResiliencePropertyKey<(string Receiver, int Count)> s_results = new("results");

    readonly ResiliencePipeline _attempts = Attempts(clock, log);

    /// <summary>Never throws: what cannot be written for as long as a lease lasts is logged and let go.</summary>
    public async Task Write(string receiver, ImmutableArray<Delivered> results)
    {
        // On the scheduler that it came from: a simulation has one thread.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true);
        context.Properties.Set(s_results, (receiver, results.Length));
        try
        {
            await _attempts.ExecuteAsync(
                static (_, write) => write.Outbox.Settle(write.Results, CancellationToken.None),
                context,
                (Outbox: outbox, Results: results));
        }
        catch (Exception error)
        {
            // By now the leases have run out, and holding on helps nobody.
            LogSettleGivenUp(log, receiver, results.Length, error);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    static ResiliencePipeline Attempts(TimeProvider clock, ILogger log) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new()
            {
                MaxRetryAttempts = AttemptsMax - 1,
                Delay = s_afterFailure,
                ShouldHandle = new PredicateBuilder().Handle<Exception>(),
                OnRetry = failed =>
                {
                    var (receiver, count) = failed.Context.Properties.GetValue(s_results, default);
                    LogSettleFailed(log, receiver, count, failed.Outcome.Exception!);
                    return default;
                },
            })
            .Build();
}
