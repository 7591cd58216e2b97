using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Catalogues;
using Engagement.Storage;
using Engagement.Telemetry;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Engagement.Customers;

/// <summary>
/// Step 2: takes turns. Puts a <see cref="CustomerShell"/> on the cluster and gives it identity, turns, a snapshot and
/// a clock. No rules here.
/// </summary>
public sealed partial class CustomerGrain(
    [PersistentState("customer", GrainStores.Name)] IPersistentState<CustomerSnapshot> snapshot,
    ICustomerStore store,
    ICatalogues catalogues,
    TimeProvider clock,
    ILogger<CustomerGrain> log) : Grain, ICustomerGrain
{
    /// <summary>Journal entries after which a snapshot is written while the customer is awake.</summary>
    public const int SnapshotEvery = 128;

    /// <summary>
    /// Entries that are folded rather than snapshotted when the customer goes to sleep: a short tail is read as fast as
    /// a snapshot, and most customers never have more.
    /// </summary>
    public const int TailMax = 16;

    CustomerShell? _shell;

    CustomerShell Shell => _shell ?? throw new InvalidOperationException("The customer has not been loaded.");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        using var step = Steps.Begin(Steps.Load);
        var key = CustomerKey.Parse(this.GetPrimaryKeyString());
        var saved = snapshot.RecordExists ? snapshot.State : null;
        var tail = await store.Tail(key, saved?.Version ?? 0, cancellationToken);
        _shell = new(key, LoadedCustomer.From(key, saved, tail), store, catalogues);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        SnapshotAfter(TailMax);

    public ValueTask<ImmutableArray<Receipt>> Receive(Delivery delivery) =>
        InTurn(Shell.Receive(delivery, clock.GetUtcNow()));

    public ValueTask<Wakening> Wake(DateTimeOffset now) => InTurn(Shell.Wake(now));

    public ValueTask<ActAnswer> Act(string act) => InTurn(Shell.Act(act, clock.GetUtcNow()));

    public ValueTask<CustomerView> View() => new(new CustomerView(
        Shell.State.Version,
        Shell.State.Version == 0
            ? []
            : JsonSerializer.SerializeToUtf8Bytes(Shell.State.Customer, CoreJson.Default.Customer)));

    async ValueTask<T> InTurn<T>(ValueTask<T> turn)
    {
        try
        {
            var answer = await turn;
            await SnapshotAfter(SnapshotEvery);
            return answer;
        }
        catch
        {
            // What is in memory may be behind what is stored: the next call gets a fresh activation.
            _shell = null;
            DeactivateOnIdle();
            throw;
        }
    }

    async Task SnapshotAfter(int entries)
    {
        if (_shell?.State is not { } state || state.Version - snapshot.State.Version < entries)
        {
            return;
        }

        try
        {
            snapshot.State = state.ToSnapshot();
            await snapshot.WriteStateAsync();
        }
        catch (Exception error) when (error is OrleansException or StoreUnavailableException)
        {
            // A snapshot only saves time; the journal has everything.
            LogSnapshotFailed(log, state.Version, error);
            DeactivateOnIdle();
        }
    }
}
