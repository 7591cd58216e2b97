using System.Collections.Concurrent;

namespace Engagement.Storage.Sqlite;

/// <summary>
/// A thread of the writer's own. A commit blocks until the disk has it; the thread pool, as small as the machine, must
/// not lose a thread to that.
/// </summary>
sealed class WriterThread : IDisposable
{
    readonly BlockingCollection<(Action Act, TaskCompletionSource Done)> _acts = new(boundedCapacity: 16);
    readonly Thread _thread;

    public WriterThread()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

    public Task Run(Action act)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _acts.Add((act, done));
        return done.Task;
    }

    public void Dispose()
    {
        _acts.CompleteAdding();
        _thread.Join();
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
