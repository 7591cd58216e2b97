using System.Collections.Immutable;
using Engagement.Customers;
using Engagement.Pumps;
using Engagement.Retries;
using Engagement.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Engagement.FollowUps;

/// <summary>
/// Wakes one customer whose row was claimed, and puts the row right where the wake's own commit does not.
/// </summary>
sealed partial class CustomerWakes(
    IDueIndex index, WakeCustomer wake, FollowUpOptions options, TimeProvider clock, ILogger<CustomerWakes> log)
{
    static readonly RetrySchedule s_retries =
        RetrySchedule.Doubling(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), count: 10);

    /// <summary>Customers woken at once.</summary>
    public int Max => options.WakesMax;

    /// <summary>Follow-ups that one move of a rehearsal's clock lets happen.</summary>
    public long MoveMax => options.ClockMoveMax;

    public TimeSpan Look => options.Look;

    public TimeSpan Lease => options.Lease;

    /// <summary>Not to be cancelled: a claim that was written and then forgotten makes its customers late.</summary>
    public ValueTask<ImmutableArray<DueCustomer>> Claim(int max)
    {
        var now = clock.GetUtcNow();
        return index.Claim(Lanes.Live, now, now, now + options.Lease, max, CancellationToken.None);
    }

    public ValueTask<DateTimeOffset?> Earliest(CancellationToken cancellation) =>
        index.Earliest(Lanes.Live, clock.GetUtcNow(), cancellation);

    /// <summary>The process is told to end, and these are still under way.</summary>
    public ValueTask GiveBack(ImmutableArray<CustomerKey> customers) =>
        index.GiveBack(customers, CancellationToken.None);

    /// <summary>Never throws: a wake that failed is postponed.</summary>
    public async Task Wake(DueCustomer due)
    {
        try
        {
            var now = clock.GetUtcNow();
            await Wake(due, now);
            PumpMeters.Woken(now - due.DueAt);
        }
        catch (Exception error)
        {
            await Postpone(due, error);
        }
    }

    /// <returns>How many follow-ups took effect.</returns>
    /// <exception cref="StuckCustomerException">The customer is due and does nothing.</exception>
    public async Task<int> Wake(DueCustomer due, DateTimeOffset now)
    {
        var wakening = await wake(due.Customer, now).AsTask().WaitAsync(options.WakeTimeout, clock);
        if (wakening.Fired == 0)
        {
            // Nothing was committed, so the row still says what brought us here.
            await index.Settle(
                due.Customer,
                wakening.NextDue <= now ? throw new StuckCustomerException(due.Customer.Workspace) : wakening.NextDue,
                CancellationToken.None);
        }

        return wakening.Fired;
    }

    async Task Postpone(DueCustomer due, Exception error)
    {
        try
        {
            if (error is SiloUnavailableException)
            {
                // The process that had this customer in its hands has ended, which counts as if it had been this one.
                LogOrphaned(log, due.Customer.Workspace, error);
                await index.Orphan(due.Customer, clock.GetUtcNow() + s_retries.Delays[0], CancellationToken.None);
                return;
            }

            var attempt = Math.Min(due.Attempts + 1, s_retries.Delays.Length);
            var until = clock.GetUtcNow() + s_retries.After(attempt, null, due.Customer.ToString())!.Value;
            if (int.IsPow2(due.Attempts + 1))
            {
                LogWillWakeAgain(log, due.Customer.Workspace, due.Attempts + 1, until, error);
            }

            await index.Postpone(due.Customer, until, CancellationToken.None);
        }
        catch (Exception second)
        {
            LogNotPostponed(log, due.Customer.Workspace, second);
        }
    }
}

/// <summary>Does what is due for one customer: the grain in the product, the bare shell in a simulation.</summary>
delegate ValueTask<WakeResult> WakeCustomer(CustomerKey customer, DateTimeOffset now);

/// <summary>Waking it again would change nothing, for ever.</summary>
sealed class StuckCustomerException(string workspace) : Exception(
    $"A customer of workspace '{workspace}' says that it is due, and does nothing when it is woken.");
