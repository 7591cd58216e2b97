using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Messages;
using Engagement.Pumps;
using Engagement.Receivers;
using Engagement.Retries;
using Engagement.Storage;
using Engagement.Telemetry;
using Microsoft.Extensions.Logging;

namespace Engagement.Outbox;

/// <summary>One trip of claimed rows to their receiver, and what each row becomes by it.</summary>
sealed partial class OutboxDeliveries(
    IOutbox outbox,
    Departures departures,
    OutboxOptions options,
    TimeProvider clock,
    ILogger<OutboxDeliveries> log)
{
    // A receiver that is told to stop gets this long to say how far it came: whether a letter had been handed over
    // decides whether it may be sent again.
    static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);

    static readonly TimeSpan s_untilTold = TimeSpan.FromMinutes(1);

    readonly Settling _settling = new(outbox, clock, log);

    public TimeSpan Look => options.Look;

    public TimeSpan Lease => options.Lease;

    public TimeProvider Clock => clock;

    /// <summary>
    /// Not to be cancelled: a claim that was written and then forgotten would look like a delivery cut short.
    /// </summary>
    public ValueTask<ImmutableArray<PendingEffect>> Claim(IReceiver receiver, int max)
    {
        var now = clock.GetUtcNow();
        return outbox.Claim(receiver.Name, now, now + options.Lease, max, CancellationToken.None);
    }

    /// <summary>The process is told to end, and these are still under way.</summary>
    public ValueTask GiveBack(ImmutableArray<long> rows) => outbox.GiveBack(rows, CancellationToken.None);

    /// <summary>Never throws: it is tried for as long as a lease lasts.</summary>
    public Task Settle(string receiver, ImmutableArray<Delivered> results) => _settling.Write(receiver, results);

    /// <summary>Never throws: whatever happens to a row is one of the results.</summary>
    public async Task<ImmutableArray<Delivered>> Deliver(IReceiver receiver, ImmutableArray<PendingEffect> rows)
    {
        using var step = Steps.Begin(Steps.Perform, EffectTraces.Of(rows));
        var started = clock.GetTimestamp();
        var leaving = ImmutableArray.CreateBuilder<(PendingEffect Row, Outgoing Outgoing)>(rows.Length);
        var results = ImmutableArray.CreateBuilder<Delivered>(rows.Length);
        foreach (var row in rows)
        {
            var (outgoing, instead) = await Prepare(receiver, row);
            if (instead is null)
            {
                leaving.Add((row, outgoing!));
            }
            else
            {
                results.Add(Judge(receiver, row, row.Key, instead));
            }
        }

        var outcomes = await Outcomes(receiver, [.. leaving.Select(one => one.Outgoing)]);
        for (var n = 0; n < outcomes.Length; n++)
        {
            var (row, outgoing) = leaving[n];
            var result = Formed(outgoing, outcomes[n], Judge(receiver, row, outgoing.Id, outcomes[n]));
            results.Add(await Report(row, outgoing, outcomes[n], result));
        }

        PumpMeters.Delivered(receiver.Name, clock.GetElapsedTime(started), results);
        return results.ToImmutable();
    }

    async ValueTask<(Outgoing? Outgoing, DeliveryOutcome? Instead)> Prepare(IReceiver receiver, PendingEffect row)
    {
        try
        {
            var asked = await departures.Prepare(row);
            return (asked.Outgoing, asked.Instead);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return (null, new DeliveryOutcome.Never($"Its effect cannot be read: {error.Message}"));
        }
        catch (Exception error)
        {
            LogNotPrepared(log, row.Row, receiver.Name, error);
            return (null, new DeliveryOutcome.TryAgain("Its workspace cannot be read."));
        }
    }

    /// <summary>
    /// A refusal of the address is one more thing that happened to the customer, and it is not over before they know.
    /// </summary>
    async ValueTask<Delivered> Report(
        PendingEffect row, Outgoing outgoing, DeliveryOutcome outcome, Delivered result) =>
        result is Delivered.GivenUp && Refusal.Of(outcome) is { } refusal
            && !await departures.Report(outgoing, refusal)
                ? new Delivered.Retry(
                    row.Row, clock.GetUtcNow() + s_untilTold, $"Its customer could not be told. {refusal.Said}")
                : result;

    static Delivered Formed(Outgoing outgoing, DeliveryOutcome outcome, Delivered result) =>
        (outgoing.Effect, outcome, result) switch
        {
            (SendMessage message, DeliveryOutcome.Done { Sha256: var hash }, Delivered.Done done) =>
                done with { Form = new(message.To, hash) },
            _ => result,
        };

    async Task<ImmutableArray<DeliveryOutcome>> Outcomes(IReceiver receiver, ImmutableArray<Outgoing> outgoing)
    {
        if (outgoing.IsEmpty)
        {
            return [];
        }

        // Stopping the process does not cancel this: what is under way gets its time to end.
        using var timeout = new CancellationTokenSource(options.DeliveryTimeout, clock);
        try
        {
            var delivery = receiver is IBatchReceiver batches
                ? batches.Deliver(outgoing, timeout.Token).AsTask()
                : DeliverOne(receiver, outgoing[0], timeout.Token);
            var outcomes = await delivery.WaitAsync(options.DeliveryTimeout + s_lastWords, clock,
                CancellationToken.None);
            return outcomes.Length == outgoing.Length
                ? outcomes
                : throw new InvalidOperationException(
                    $"It answered for {outcomes.Length} effects and was given {outgoing.Length}.");
        }
        catch (Exception error) when (error is OperationCanceledException or TimeoutException)
        {
            return Same(outgoing.Length, $"There was no answer within {options.DeliveryTimeout}.");
        }
        catch (Exception error)
        {
            LogThrew(log, receiver.Name, outgoing.Length, error);
            return Same(outgoing.Length, $"The receiver failed ({error.GetType().Name}).");
        }
    }

    static async Task<ImmutableArray<DeliveryOutcome>> DeliverOne(
        IReceiver receiver, Outgoing outgoing, CancellationToken cancellation) =>
        [await receiver.Deliver(outgoing, cancellation)];

    static ImmutableArray<DeliveryOutcome> Same(int count, string error) =>
        [.. Enumerable.Repeat<DeliveryOutcome>(new DeliveryOutcome.TryAgain(error), count)];

    Delivered Judge(IReceiver receiver, PendingEffect row, string id, DeliveryOutcome outcome)
    {
        var now = clock.GetUtcNow();
        return outcome switch
        {
            DeliveryOutcome.Done done => new Delivered.Done(row.Row, now, done.Receipt),
            DeliveryOutcome.NotNow held =>
                new Delivered.HeldBack(row.Row, now + Jitter.Lengthen(held.After, id, row.Attempt)),
            DeliveryOutcome.Withheld withheld => new Delivered.Withheld(row.Row, now, withheld.Reason),
            DeliveryOutcome.Never never => GiveUp(never.Error),
            DeliveryOutcome.TryAgain again => receiver.Habits.Retries.After(row.Attempt, again.After, id) is { } wait

                // Before everything else that waits: an ordered queue as a whole stands still instead.
                ? Retry(again.Error, receiver.Habits.Ordered ? DateTimeOffset.UnixEpoch : now + wait)
                : GiveUp($"Attempt {row.Attempt} was the last. {again.Error}"),
            _ => throw new NotSupportedException($"No way to settle {outcome.GetType().Name}."),
        };

        Delivered.Retry Retry(string error, DateTimeOffset at)
        {
            LogWillRetry(log, row.Row, receiver.Name, row.Attempt, at, error);
            return new(row.Row, at, error);
        }

        Delivered.GivenUp GiveUp(string error)
        {
            LogGivenUp(log, row.Row, receiver.Name, row.Attempt, error);
            return new(row.Row, now, error);
        }
    }
}
