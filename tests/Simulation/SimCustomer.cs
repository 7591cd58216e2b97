using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Customers;

namespace Engagement.Tests.Simulation;

/// <summary>
/// What a grain gives the shell, without Orleans: identity, turns, and a new shell after any failure.
/// </summary>
sealed class SimCustomer(CustomerKey key, SimProcess process) : ICustomerGrain
{
    Task _lastTurn = Task.CompletedTask;
    CustomerShell? _shell;

    public ValueTask<ImmutableArray<Receipt>> Receive(Delivery delivery) =>
        InTurn(shell => shell.Receive(delivery, process.Clock.GetUtcNow()));

    public ValueTask<Wakening> Wake(DateTimeOffset now) => InTurn(shell => shell.Wake(now));

    public ValueTask<ActAnswer> Act(string act) => InTurn(shell => shell.Act(act, process.Clock.GetUtcNow()));

    public ValueTask<CustomerView> View() => InTurn(shell => new ValueTask<CustomerView>(new CustomerView(
        shell.State.Version, JsonSerializer.SerializeToUtf8Bytes(shell.State.Customer, CoreJson.Default.Customer))));

    async ValueTask<T> InTurn<T>(Func<CustomerShell, ValueTask<T>> act)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = _lastTurn;
        _lastTurn = turn.Task;
        await before;
        try
        {
            _shell ??= await Load();
            var answer = await act(_shell);
            MaybeSnapshot(_shell.State);
            return answer;
        }
        catch
        {
            _shell = null;
            throw;
        }
        finally
        {
            turn.SetResult();
        }
    }

    async Task<CustomerShell> Load()
    {
        var snapshot = process.Disk.Snapshots.GetValueOrDefault(key);
        var tail = await process.Store.Tail(key, snapshot?.Version ?? 0, CancellationToken.None);
        return new(key, LoadedCustomer.From(key, snapshot, tail), process.Store, process.Catalogues);
    }

    void MaybeSnapshot(LoadedCustomer state)
    {
        if (process.Chance(0.1) && state.Version > (process.Disk.Snapshots.GetValueOrDefault(key)?.Version ?? 0))
        {
            process.Disk.Snapshots[key] = state.ToSnapshot();
        }
    }
}
