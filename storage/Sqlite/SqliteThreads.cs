namespace Engagement.Storage.Sqlite;

/// <summary>
/// Where the database's work runs. SQLite blocks until the disk has answered, so in the product that happens on
/// <see cref="OwnThreads"/>; the simulator does it in turn with everything else, on its only thread and in virtual
/// time.
/// </summary>
abstract class SqliteThreads : IDisposable
{
    /// <summary>Where the loops run that gather writes and reads into batches.</summary>
    public abstract TaskScheduler Loops { get; }

    /// <summary>A short read, by keys.</summary>
    public abstract Task<T> Read<T>(Func<T> read);

    /// <summary>A read that may take long: it goes through a workspace.</summary>
    public virtual Task<T> Browse<T>(Func<T> read) => Read(read);

    /// <summary>One transaction; never two at once.</summary>
    public abstract Task Write(Action transaction);

    public abstract void Dispose();
}
