using Engagement.Customers;
using Engagement.Storage;
using Microsoft.Extensions.Logging;

namespace Engagement.Health;

/// <summary>
/// After the machine's clock was ahead and is right again: finds what waits because of it, and brings it back to now.
/// </summary>
sealed partial class ClockRepair(
    IAheadOfTime ahead, IGrainFactory grains, TimeProvider clock, ILogger<ClockRepair> log)
{
    const int Page = 500;

    public static TimeSpan Tolerance => AheadOfTime.Tolerance;

    public static TimeSpan EffectTolerance => AheadOfTime.EffectTolerance;

    public async ValueTask<FarAhead> Look(CancellationToken cancellation) =>
        FarAhead.Of(await ahead.Count(clock.GetUtcNow(), cancellation));

    /// <summary>
    /// It may be asked for again at any time: what is right already is left alone. Customers come last, since there may
    /// be many and it may be cut short; who cannot be set right keeps nobody else from it.
    /// </summary>
    /// <returns>What was brought back.</returns>
    public async ValueTask<FarAhead> SetRight(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var found = await ahead.Count(now, cancellation);
        await ahead.SetRight(now, cancellation);
        var (last, customers, failed) = (0L, 0L, 0L);
        while (await ahead.Customers(now, last, Page, cancellation) is { IsEmpty: false } page)
        {
            foreach (var one in page)
            {
                try
                {
                    var grain = grains.GetGrain<ICustomerGrain>(one.Customer.ToString());
                    customers += await grain.SetTimeRight() ? 1 : 0;
                }
                catch (Exception error) when (!cancellation.IsCancellationRequested)
                {
                    failed++;
                    LogNotSetRight(log, one.Customer.Workspace, error);
                }
            }

            last = page[^1].Number;
        }

        return FarAhead.Of(found with { Customers = customers }) with { Failed = failed };
    }
}

/// <param name="Customers">Whose own time lies ahead: what they wait for is counted from there.</param>
/// <param name="Effects">That wait for their first or next try.</param>
/// <param name="Wakes">Customers who are due and left alone until then.</param>
/// <param name="Accounts">Agents who are locked out until then.</param>
/// <param name="Failed">Customers who could not be set right: to be asked for again.</param>
sealed record FarAhead(long Customers, long Effects, long Wakes, long Accounts, long Failed = 0)
{
    public static FarAhead Of(AheadOfTime found) =>
        new(found.Customers, found.Effects, found.Wakes, found.Accounts);
}
