using System.Collections.Concurrent;

namespace Engagement.Storage.Sqlite;

/// <summary>
/// Reads and loops on the thread pool, and for the writer a thread of its own. A commit blocks until the disk has it;
/// the thread pool, as small as the machine, must not lose a thread to that.
/// </summary>
sealed class OwnThreads : SqliteThreads
{
    readonly BlockingCollection<(Action Act, TaskCompletionSource Done)> _acts = new(boundedCapacity: 16);
    readonly Thread _writer;

    public OwnThreads()
    {
        _writer = new Thread(Run) { IsBackground = true, Name = "SQLite writer" };
        _writer.Start();
    }

    public override TaskScheduler Loops => TaskScheduler.Default;

    public override Task<T> Read<T>(Func<T> read) => Task.Run(read);

    public override Task Write(Action transaction)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _acts.Add((transaction, done));
        return done.Task;
    }

    public override void Dispose()
    {
        _acts.CompleteAdding();
        _writer.Join();
        _acts.Dispose();
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
