using System.Collections.Immutable;

namespace Engagement.Storage;

/// <summary>
/// Who wants to be woken when: one row a customer that waits for something, written by its commits. RAM follows the due
/// rate, never the number pending.
/// </summary>
public interface IDueIndex
{
    /// <summary>
    /// Claims up to <paramref name="max"/> customers due at <paramref name="now"/>, earliest first. A live one whose
    /// lease another process let run out is not claimed but left to <see cref="ISuspectCustomers"/>.
    /// </summary>
    /// <param name="leasedUntil">Nobody else gets the row before this, unless its customer commits.</param>
    /// <param name="clock">
    /// Real time, by which leases run; differs from <paramref name="now"/> on a rehearsal lane.
    /// </param>
    ValueTask<ImmutableArray<DueCustomer>> Claim(
        string lane, DateTimeOffset now, DateTimeOffset clock, DateTimeOffset leasedUntil, int max,
        CancellationToken cancellation);

    /// <summary>A wake changed nothing: put the row right (or remove it) and give the lease back.</summary>
    ValueTask Settle(CustomerKey customer, DateTimeOffset? dueAt, CancellationToken cancellation);

    /// <summary>A wake failed: leave the row alone until then and count the attempt.</summary>
    ValueTask Postpone(CustomerKey customer, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>The process in which the customer was woken has ended: leave the row alone until then.</summary>
    ValueTask Orphan(CustomerKey customer, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>
    /// This process is told to end: what becomes of wakes that it still has in its hands is nobody's fault. Their
    /// leases stay.
    /// </summary>
    ValueTask GiveBack(ImmutableArray<CustomerKey> customers, CancellationToken cancellation);

    /// <summary>When the lane's earliest row that is not leased is due.</summary>
    ValueTask<DateTimeOffset?> Earliest(string lane, DateTimeOffset clock, CancellationToken cancellation);

    /// <summary>
    /// How many rows of the lane have been due since before <paramref name="since"/>: the stuck ones.
    /// </summary>
    ValueTask<long> Overdue(string lane, DateTimeOffset since, CancellationToken cancellation);
}

/// <param name="Attempts">Wakes that failed since the last commit.</param>
public sealed record DueCustomer(CustomerKey Customer, DateTimeOffset DueAt, int Attempts);
