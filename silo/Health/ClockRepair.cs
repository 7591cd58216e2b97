using Engagement.Customers;
using Engagement.Storage;

namespace Engagement.Health;

/// <summary>
/// After the machine's clock was ahead and is right again: finds what waits because of it, and brings it back to now.
/// </summary>
sealed class ClockRepair(IAheadOfTime ahead, IGrainFactory grains, TimeProvider clock)
{
    const int Page = 500;

    public static TimeSpan Tolerance => AheadOfTime.Tolerance;

    public async ValueTask<FarAhead> Look(CancellationToken cancellation) =>
        FarAhead.Of(await ahead.Count(clock.GetUtcNow() + Tolerance, cancellation));

    /// <summary>It may be asked for again at any time: what is right already is left alone.</summary>
    /// <returns>What was brought back.</returns>
    public async ValueTask<FarAhead> SetRight(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var after = now + Tolerance;
        var found = await ahead.Count(after, cancellation);
        var (last, customers) = (0L, 0L);
        while (await ahead.Customers(after, last, Page, cancellation) is { IsEmpty: false } page)
        {
            foreach (var one in page)
            {
                var grain = grains.GetGrain<ICustomerGrain>(one.Customer.ToString());
                customers += await grain.SetTimeRight() ? 1 : 0;
            }

            last = page[^1].Number;
        }

        await ahead.SetRight(now, after, cancellation);
        return FarAhead.Of(found with { Customers = customers });
    }
}

/// <param name="Customers">Whose own time lies ahead: what they wait for is counted from there.</param>
/// <param name="Effects">That wait for their first or next try.</param>
/// <param name="Wakes">Customers who are due and left alone until then.</param>
/// <param name="Accounts">Agents who are locked out until then.</param>
sealed record FarAhead(long Customers, long Effects, long Wakes, long Accounts)
{
    public static FarAhead Of(AheadOfTime found) =>
        new(found.Customers, found.Effects, found.Wakes, found.Accounts);
}
