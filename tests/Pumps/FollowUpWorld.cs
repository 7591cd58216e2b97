using System.Collections.Concurrent;
using Engagement.Customers;
using Engagement.FollowUps;
using Engagement.Pumps;
using Engagement.Storage;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engagement.Tests.Pumps;

/// <summary>
/// The follow-up pump over a real store, on a clock that stands still. Each customer waits for times that the test
/// names; a wake fires those that are due and commits, as the real one does.
/// </summary>
sealed class FollowUpWorld : IAsyncDisposable
{
    readonly ConcurrentDictionary<CustomerKey, (long Version, DateTimeOffset[] Waiting)> _customers = new();
    readonly ConcurrentQueue<(CustomerKey Customer, DateTimeOffset Due, DateTimeOffset At)> _fired = new();
    readonly Store _store;
    FollowUpPump? _pump;

    FollowUpWorld(Store store) => _store = store;

    /// <summary>Runs on while the store works, so what fires may be late by it, but never early.</summary>
    public ArmedClock Clock { get; } = new(Turns.Noon);

    /// <summary>Nothing may run out merely because the clock runs on.</summary>
    public FollowUpOptions Options { get; } =
        new() { Lease = TimeSpan.FromHours(10), WakeTimeout = TimeSpan.FromHours(5) };

    public Store Store => _store;

    public WorkInHand Hands { get; } = new();

    public RehearsalClock Rehearsal() => new(_store.Workspaces, _store.Due, Wakes(), Hands, Clock);

    /// <summary>Comes before a wake; throwing fails it.</summary>
    public Func<CustomerKey, DateTimeOffset, Task> BeforeWake { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>Called after something fired.</summary>
    public Action? Rings { get; set; }

    public (CustomerKey Customer, DateTimeOffset Due, DateTimeOffset At)[] Fired => [.. _fired];

    public static async Task<FollowUpWorld> Start(bool pump = true)
    {
        var world = new FollowUpWorld(await Store.Open(Dialect.Sqlite));
        if (pump)
        {
            await world.StartPump();
        }

        return world;
    }

    public CustomerWakes Wakes() => new(_store.Due, Wake, Options, Clock, NullLogger<CustomerWakes>.Instance);

    public async Task StartPump()
    {
        _pump = new(Wakes(), _store.Signals, Hands, Clock, NullLogger<FollowUpPump>.Instance);
        await _pump.StartAsync(CancellationToken.None);
    }

    public async Task StopPump()
    {
        if (_pump is { } pump)
        {
            await Probe.Within(pump.StopAsync(CancellationToken.None), "the pump's stop");
            pump.Dispose();
            _pump = null;
        }
    }

    public async Task WaitFor(CustomerKey customer, string lane, params DateTimeOffset[] times) =>
        await Commit(customer, lane, times);

    public Task WaitFor(string customer, params DateTimeOffset[] times) =>
        WaitFor(new("shop", customer), Lanes.Live, times);

    /// <summary>Moves the clock in small steps until so many follow-ups have fired in all.</summary>
    public async Task PassUntilFired(int count)
    {
        await Probe.Within(
            Task.Run(async () =>
            {
                while (_fired.Count < count)
                {
                    Clock.Advance(TimeSpan.FromMilliseconds(10));
                    await Task.Yield();
                }
            }),
            $"{count} follow-ups");
    }

    public async ValueTask DisposeAsync()
    {
        var stopping = StopPump();
        while (!stopping.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await stopping;
        await _store.DisposeAsync();
    }

    async ValueTask<WakeResult> Wake(CustomerKey customer, DateTimeOffset now)
    {
        await BeforeWake(customer, now);
        var waiting = _customers[customer].Waiting;
        var due = waiting.Where(at => at <= now).ToArray();
        if (due.Length > 0)
        {
            var lane = customer.Workspace == "shop" ? Lanes.Live : Lanes.Rehearsal(customer.Workspace);
            await Commit(customer, lane, [.. waiting.Except(due)]);
            foreach (var at in due)
            {
                _fired.Enqueue((customer, at, now));
            }

            Rings?.Invoke();
        }

        return new(due.Length, Next(_customers[customer].Waiting));
    }

    async Task Commit(CustomerKey customer, string lane, DateTimeOffset[] waiting)
    {
        var version = _customers.TryGetValue(customer, out var known) ? known.Version : 0;
        var turn = Turns.Took(customer, version, $"{customer}-{version}") with { Lane = lane, DueAt = Next(waiting) };
        _customers[customer] = (version + 1, waiting);
        await _store.Customers.Commit(turn, CancellationToken.None);
    }

    static DateTimeOffset? Next(DateTimeOffset[] waiting) => waiting.Length == 0 ? null : waiting.Min();
}
