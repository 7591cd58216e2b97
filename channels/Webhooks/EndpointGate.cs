using Engagement.Receivers;
using Engagement.Retries;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;

namespace Engagement.Webhooks;

/// <summary>
/// How much one endpoint gets at once, and how long it is left alone when it fails. Without it an endpoint that hangs
/// would hold every delivery there is, and all the others would wait for it.
/// </summary>
sealed class EndpointGate
{
    const int ConcurrencyMax = 4;
    const int DoublingsMax = 6;

    static readonly TimeSpan s_full = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_breakMin = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_wishMax = TimeSpan.FromHours(1);
    static readonly DeliveryOutcome s_unanswered =
        new DeliveryOutcome.TryAgain("The endpoint did not answer in time.");

    static readonly DeliveryOutcome s_gone =
        new DeliveryOutcome.Never("The endpoint has answered 410: it wants no more webhooks.");

    readonly TimeProvider _clock;
    readonly CircuitBreakerStateProvider _state = new();
    readonly CircuitBreakerManualControl _control = new();
    readonly ResiliencePipeline<DeliveryOutcome> _breaker;
    readonly ResiliencePipeline<DeliveryOutcome> _gate;
    readonly Lock _lock = new();
    DateTimeOffset _leftAloneUntil = DateTimeOffset.MinValue;

    public EndpointGate(TimeProvider clock)
    {
        // What one endpoint asked for is for all workspaces: a clock that steps back must not make it hours.
        _clock = new SteadyClock(clock);
        _breaker = new ResiliencePipelineBuilder<DeliveryOutcome> { TimeProvider = _clock }
            .AddCircuitBreaker(new()
            {
                // One failure is enough, whatever went well before. The breaker wants at least two outcomes to judge
                // by, so the failure that is to open it is told twice.
                FailureRatio = 0,
                MinimumThroughput = 2,
                SamplingDuration = TimeSpan.FromDays(1),
                ShouldHandle = static attempt => new(attempt.Outcome.Result is not DeliveryOutcome.Done),
                BreakDurationGenerator = static broken =>
                    new(s_breakMin * Math.Pow(2, Math.Min(broken.HalfOpenAttempts, DoublingsMax))),
                StateProvider = _state,
                ManualControl = _control,
            })
            .Build();
        _gate = new ResiliencePipelineBuilder<DeliveryOutcome>()
            .AddConcurrencyLimiter(ConcurrencyMax)
            .AddPipeline(_breaker)
            .Build();
    }

    /// <summary>
    /// Delivers, unless the endpoint wants nothing more, asked to be left alone, fails, or has all that it gets at
    /// once. What failed is tried again with one delivery, and the others wait for how that one ends.
    /// </summary>
    public async ValueTask<DeliveryOutcome> Pass(
        Func<CancellationToken, ValueTask<DeliveryOutcome>> deliver, CancellationToken cancellation)
    {
        // The other side said it wants nothing more (410). Holds until a restart asks it again.
        if (_state.CircuitState is CircuitState.Isolated)
        {
            return s_gone;
        }

        var asked = LeftAlone();
        if (asked > TimeSpan.Zero)
        {
            return new DeliveryOutcome.NotNow(asked);
        }

        try
        {
            return await _gate.ExecuteAsync(Attempt, deliver, cancellation);
        }
        catch (RateLimiterRejectedException)
        {
            return new DeliveryOutcome.NotNow(s_full);
        }
        catch (BrokenCircuitException broken)
        {
            // While one delivery is a trial, when it will have ended is not known.
            return new DeliveryOutcome.NotNow(
                _state.CircuitState is CircuitState.Open && broken.RetryAfter is { } rest && rest > TimeSpan.Zero
                    ? rest
                    : s_full);
        }
    }

    async ValueTask<DeliveryOutcome> Attempt(
        Func<CancellationToken, ValueTask<DeliveryOutcome>> deliver, CancellationToken cancellation)
    {
        var outcome = s_unanswered;
        try
        {
            return outcome = await deliver(cancellation);
        }
        finally
        {
            await Learn(outcome);
        }
    }

    async ValueTask Learn(DeliveryOutcome outcome)
    {
        if (outcome is DeliveryOutcome.Never)
        {
            await _control.IsolateAsync(CancellationToken.None);
        }

        // Beside the breaker, which hears nothing more while it is open: whoever was under way then may still be told.
        if (outcome is DeliveryOutcome.TryAgain { After: { } wish })
        {
            LeaveAlone(wish < s_wishMax ? wish : s_wishMax);
        }

        if (outcome is not DeliveryOutcome.Done && _state.CircuitState is CircuitState.Closed)
        {
            try
            {
                await _breaker.ExecuteAsync(
                    static (failed, _) => ValueTask.FromResult(failed), outcome, CancellationToken.None);
            }
            catch (BrokenCircuitException)
            {
                // Another failure has opened it meanwhile.
            }
        }
    }

    void LeaveAlone(TimeSpan wish)
    {
        var until = _clock.GetUtcNow() + wish;
        lock (_lock)
        {
            _leftAloneUntil = until > _leftAloneUntil ? until : _leftAloneUntil;
        }
    }

    TimeSpan LeftAlone()
    {
        lock (_lock)
        {
            return _leftAloneUntil - _clock.GetUtcNow();
        }
    }
}
