using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Engagement.Storage.Sqlite;

/// <summary>
/// Short reads and loops on the thread pool; for the writer and for what reads long, threads of their own. A commit
/// blocks until the disk has it, and a search until it is through a workspace; the thread pool, as small as the
/// machine, must not lose a thread to that.
/// </summary>
sealed class OwnThreads : SqliteThreads
{
    readonly BlockingCollection<(Action Act, TaskCompletionSource Done)> _acts = new(boundedCapacity: 16);
    readonly BlockingCollection<Action> _browsing = new();
    readonly ImmutableArray<Thread> _threads;

    public OwnThreads()
    {
        _threads =
        [
            new Thread(Run) { IsBackground = true, Name = "SQLite writer" },
            .. Enumerable.Range(0, SqliteDatabase.BrowsersMax)
                .Select(_ => new Thread(Browse) { IsBackground = true, Name = "SQLite browser" }),
        ];
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    public override TaskScheduler Loops => TaskScheduler.Default;

    public override Task<T> Read<T>(Func<T> read) => Task.Run(read);

    public override Task<T> Browse<T>(Func<T> read)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _browsing.Add(() =>
        {
            try
            {
                done.SetResult(read());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    public override Task Write(Action transaction)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _acts.Add((transaction, done));
        return done.Task;
    }

    public override void Dispose()
    {
        _acts.CompleteAdding();
        _browsing.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _acts.Dispose();
        _browsing.Dispose();
    }

    void Browse()
    {
        foreach (var read in _browsing.GetConsumingEnumerable())
        {
            read();
        }
    }

    void Run()
    {
        foreach (var (act, done) in _acts.GetConsumingEnumerable())
        {
            try
            {
                act();
                done.SetResult();
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        }
    }
}
