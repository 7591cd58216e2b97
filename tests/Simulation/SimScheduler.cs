namespace Engagement.Tests.Simulation;

/// <summary>
/// Runs every continuation of a world on one thread, in an order that only the seed decides. When nothing can run, time
/// moves on.
/// </summary>
sealed class SimScheduler(Random random, SimClock clock) : TaskScheduler
{
    /// <summary>Turns after which a world that does not come to an end is called stuck.</summary>
    const int TurnsMax = 5_000_000;

    readonly List<Task> _ready = [];
    int _thread;
    volatile string? _escaped;

    /// <summary>Runs until the task has ended.</summary>
    /// <exception cref="TimeoutException">Nothing can run any more, or it goes on for ever.</exception>
    public void Run(Func<Task> world, DateTimeOffset limit)
    {
        // A context of the test runner's would take every continuation away to threads of its own.
        var context = SynchronizationContext.Current;
        _thread = Environment.CurrentManagedThreadId;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            RunToEnd(world, limit);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    void RunToEnd(Func<Task> world, DateTimeOffset limit)
    {
        var main = Task.Factory.StartNew(world, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();
        for (var turn = 0; !main.IsCompleted; turn++)
        {
            if (turn == TurnsMax)
            {
                throw new TimeoutException(
                    $"The world has not ended after {TurnsMax} turns, at {clock.GetUtcNow():O}.");
            }

            if (_escaped is not null)
            {
                throw new InvalidOperationException($"Something of the world ran on a thread of its own: {_escaped}");
            }

            if (_ready.Count > 0)
            {
                RunOne();
            }
            else if (!clock.FireNext(limit))
            {
                throw new TimeoutException(
                    $"The world has stopped at {clock.GetUtcNow():O}: nothing can run any more.");
            }
        }

        main.GetAwaiter().GetResult();
    }

    protected override void QueueTask(Task task)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            _ready.Add(task);
        }
        else
        {
            // What leaves for the thread pool comes back at a time that no seed decides.
            _escaped = Environment.StackTrace;
        }
    }

    // Inlining would let one chain of continuations run on while others wait: the seed should choose.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;

    void RunOne()
    {
        var index = random.Next(_ready.Count);
        var task = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        TryExecuteTask(task);
    }
}
