using System.Collections.Immutable;
using Engagement.Catalogues;
using Engagement.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Engagement.Customers;

/// <summary>
/// Step 2: takes turns. Puts a <see cref="CustomerActivation"/> on the cluster and gives it identity, a place for its
/// snapshot and an end. No rules here.
/// </summary>
public sealed class CustomerGrain : Grain, ICustomerGrain
{
    readonly CustomerActivation _customer;

    public CustomerGrain(
        [PersistentState("customer", GrainStores.Name)] IPersistentState<CustomerSnapshot> snapshot,
        ICustomerStore store,
        ICatalogues catalogues,
        TimeProvider clock,
        ILogger<CustomerGrain> log) => _customer = new(
            CustomerKey.Parse(this.GetPrimaryKeyString()), store, new KeptSnapshot(snapshot, log), catalogues, clock);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        await _customer.Sleep();

    public ValueTask<ImmutableArray<Receipt>> Receive(Delivery delivery) => Answer(_customer.Receive(delivery));

    public ValueTask<WakeResult> Wake(DateTimeOffset now) => Answer(_customer.Wake(now));

    public ValueTask<ActAnswer> Act(string act) => Answer(_customer.Act(act));

    public ValueTask<ClearAnswer> Clear(ClearRequest question) => Answer(_customer.Clear(question));

    public ValueTask<bool> SetTimeRight() => Answer(_customer.SetTimeRight());

    public ValueTask<CustomerView> View() => Answer(_customer.View());

    async ValueTask<T> Answer<T>(ValueTask<T> turn)
    {
        try
        {
            return await turn;
        }
        finally
        {
            if (_customer.IsSpent)
            {
                DeactivateOnIdle();
            }
        }
    }
}
