using Engagement.Hosting;

namespace Engagement.Customers;

/// <summary>
/// Calls single customers, wherever their silos are, and gives up on one that does not answer in time or whose silo may
/// just have been lost: whoever asked is to ask again, and is told so while they still listen.
/// </summary>
sealed class CustomerCalls(IGrainFactory grains, LostSilos lost, TimeProvider clock)
{
    /// <summary>How long a request waits for a customer. A commit waits for less, or the request is refused.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="TimeoutException">It has not answered in <see cref="Patience"/>.</exception>
    /// <exception cref="TaskCanceledException">A silo was lost meanwhile, and it may have been there.</exception>
    public Task<T> Ask<T>(CustomerKey customer, Func<ICustomerGrain, ValueTask<T>> question)
    {
        var untilLost = lost.Next;
        return question(grains.GetGrain<ICustomerGrain>(customer.ToString())).AsTask()
            .WaitAsync(Patience, clock, untilLost);
    }
}
