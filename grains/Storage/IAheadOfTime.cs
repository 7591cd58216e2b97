using System.Collections.Immutable;

namespace Engagement.Storage;

/// <summary>
/// What waits for an instant that lies further ahead than such things do, because it was written by a clock that was
/// ahead. Looked for when somebody asks, over whole tables.
/// </summary>
public interface IAheadOfTime
{
    ValueTask<AheadOfTime> Count(DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Lets effects be tried, customers be woken and agents sign in as of <paramref name="now"/>.</summary>
    ValueTask SetRight(DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Customers of live workspaces whose own time lies too far ahead, in a stable order.</summary>
    /// <param name="afterNumber">The last one's number of the page before; 0 for the first.</param>
    ValueTask<ImmutableArray<AheadCustomer>> Customers(
        DateTimeOffset now, long afterNumber, int max, CancellationToken cancellation);
}

/// <param name="Customers">Whose own time lies ahead: what they wait for is counted from there.</param>
/// <param name="Effects">That wait for their first or next try.</param>
/// <param name="Wakes">Customers who are due and left alone until then.</param>
/// <param name="Accounts">Agents who are locked out until then.</param>
public sealed record AheadOfTime(long Customers, long Effects, long Wakes, long Accounts)
{
    /// <summary>Clocks of one cluster differ by less, and no wake or account waits so long as a rule.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    /// <summary>
    /// Effects wait for longer by rights: the last retries are a day apart and up to a quarter more, and so is what
    /// another side may ask for.
    /// </summary>
    public static readonly TimeSpan EffectTolerance = TimeSpan.FromDays(2);
}

public sealed record AheadCustomer(long Number, CustomerKey Customer);
