using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Engagement.Customers;
using Engagement.Events;

namespace Engagement.Tests.Intake;

/// <summary>Customers who remember every event by its name, as the store does, and fail when told to.</summary>
sealed class FakeCustomers
{
    readonly ConcurrentDictionary<string, FakeCustomer> _grains = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<EventKey, UInt128> _names = new();
    readonly ConcurrentQueue<EventMessage> _taken = new();
    readonly ConcurrentDictionary<string, TaskCompletionSource> _called = new(StringComparer.Ordinal);

    public FakeCustomers() => Factory = GrainFactoryProxy.Of(key => _grains.GetOrAdd(
        key, static (key, all) => new(key, all), this));

    public IGrainFactory Factory { get; }

    public ConcurrentQueue<(string Key, Delivery Delivery)> Calls { get; } = new();

    public IReadOnlyCollection<EventMessage> Taken => _taken;

    /// <summary>What happens to calls for these customers.</summary>
    public Dictionary<string, Func<Exception>> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>Done at the first call of this customer.</summary>
    public Task CalledFor(string key) => Call(key).Task;

    /// <summary>Customers who never answer.</summary>
    public HashSet<string> Hanging { get; } = new(StringComparer.Ordinal);

    /// <summary>Customers who do nothing before this is done.</summary>
    public Dictionary<string, Task> Slow { get; } = new(StringComparer.Ordinal);

    /// <summary>While it is not done, no call is answered.</summary>
    public Task? Held { get; set; }

    TaskCompletionSource Call(string key) =>
        _called.GetOrAdd(key, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    sealed class FakeCustomer(string key, FakeCustomers all) : ICustomerGrain
    {
        long _version;

        public ValueTask<ImmutableArray<Receipt>> Receive(Delivery delivery)
        {
            all.Calls.Enqueue((key, delivery));
            all.Call(key).TrySetResult();
            if (all.Faults.TryGetValue(key, out var fault))
            {
                throw fault();
            }

            if (all.Hanging.Contains(key))
            {
                return new(new TaskCompletionSource<ImmutableArray<Receipt>>().Task);
            }

            if (all.Slow.TryGetValue(key, out var until))
            {
                return Wait(until, delivery);
            }

            return all.Held is { } held ? Wait(held, delivery) : new([.. delivery.Events.Select(Take)]);
        }

        async ValueTask<ImmutableArray<Receipt>> Wait(Task held, Delivery delivery)
        {
            await held;
            return [.. delivery.Events.Select(Take)];
        }

        public ValueTask<WakeResult> Wake(DateTimeOffset now) => throw new NotSupportedException();

        public ValueTask<ActAnswer> Act(string act) => throw new NotSupportedException();

        public ValueTask<ClearAnswer> Clear(ClearRequest question) => throw new NotSupportedException();

        public ValueTask<bool> SetTimeRight() =>
            all.Faults.TryGetValue(key, out var fault) ? throw fault() : new(true);

        public ValueTask<CustomerView> View() => all.Hanging.Contains(key)
            ? new(new TaskCompletionSource<CustomerView>().Task)
            : new(new CustomerView(_version, "{}"u8.ToArray()));

        Receipt Take(EventMessage message)
        {
            var hash = BodyHash.Of(key, message.Type, message.OccurredAt, message.Data);
            if (!all._names.TryAdd(new(message.Source, message.Id), hash))
            {
                var same = all._names[new(message.Source, message.Id)] == hash;
                return new(same ? ReceiptKind.Duplicate : ReceiptKind.Conflict, 1, IntakeHost.Now);
            }

            all._taken.Enqueue(message);
            return new(ReceiptKind.Accepted, ++_version, IntakeHost.Now);
        }
    }
}

/// <summary>Finds grains in a test's own way. The runtimes' interfaces differ in what nobody here calls.</summary>
public class GrainFactoryProxy : DispatchProxy
{
    Func<string, object>? _find;

    public static IGrainFactory Of(Func<string, object> find)
    {
        var factory = Create<IGrainFactory, GrainFactoryProxy>();
        ((GrainFactoryProxy)(object)factory)._find = find;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod?.Name == nameof(IGrainFactory.GetGrain) && args is [string key, ..]
            ? _find!(key)
            : throw new NotSupportedException($"{targetMethod?.Name} is not for this test.");
}
