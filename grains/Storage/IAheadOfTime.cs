using System.Collections.Immutable;
using Engagement.Customers;

namespace Engagement.Storage;

/// <summary>
/// What waits for an instant that lies further ahead than such things do, because it was written by a clock that was
/// ahead. Looked for when somebody asks, over whole tables.
/// </summary>
public interface IAheadOfTime
{
    /// <param name="after">What waits beyond this instant lies too far ahead.</param>
    ValueTask<AheadOfTime> Count(DateTimeOffset after, CancellationToken cancellation);

    /// <summary>Lets effects be tried, customers be woken and agents sign in as of <paramref name="now"/>.</summary>
    ValueTask SetRight(DateTimeOffset now, DateTimeOffset after, CancellationToken cancellation);

    /// <summary>Customers of live workspaces whose own time lies too far ahead, in a stable order.</summary>
    /// <param name="afterNumber">The last one's number of the page before; 0 for the first.</param>
    ValueTask<ImmutableArray<AheadCustomer>> Customers(
        DateTimeOffset after, long afterNumber, int max, CancellationToken cancellation);
}

/// <param name="Customers">Whose own time lies ahead: what they wait for is counted from there.</param>
/// <param name="Effects">That wait for their first or next try.</param>
/// <param name="Wakes">Customers who are due and left alone until then.</param>
/// <param name="Accounts">Agents who are locked out until then.</param>
public sealed record AheadOfTime(long Customers, long Effects, long Wakes, long Accounts)
{
    /// <summary>Clocks of one cluster differ by less, and nothing of the kind waits so long as a rule.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);
}

public sealed record AheadCustomer(long Number, CustomerKey Customer);
