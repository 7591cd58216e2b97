using Engagement.Storage;
using Engagement.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engagement.Tests.Simulation;

/// <summary>
/// A database file of the real store. Each process begins with the file and the log that its predecessor's crash left,
/// and recovers from them.
/// </summary>
sealed class SimFile : ISimDisk, IDisposable
{
    // Where there is a disk in memory: how long a flush takes is the one thing that is of no interest here.
    readonly string _root = Directory.CreateDirectory(Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"engagement-sim-{Guid.NewGuid():N}")).FullName;

    readonly List<SimFileStore> _lives = [];

    public long Written => _lives.Sum(life => life.Threads.Written);

    /// <summary>Transactions of all lives that were repeated after they had been committed.</summary>
    public int Repeated => _lives.Sum(life => life.Threads.Repeated);

    public ISimStore Open(World world, CommitSignals signals)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, $"{_lives.Count}")).FullName;
        if (_lives.Count > 0)
        {
            // The crashed process still has its file open, and closing it in an orderly way would put it right.
            foreach (var name in new[] { "engagement.db", "engagement.db-wal" })
            {
                File.Copy(Path.Combine(_root, $"{_lives.Count - 1}", name), Path.Combine(folder, name));
            }
        }

        var line = new SimLine(world);
        var threads = new SimThreads(world, line);
        var database = SqliteDatabase.Open(folder, threads, signals, world.Clock, NullLoggerFactory.Instance);
        var life = new SimFileStore(database, threads, line, world.Clock);
        _lives.Add(life);
        return life;
    }

    public async ValueTask<Disk> Close()
    {
        var found = await FileContent.Read(_lives[^1]);
        foreach (var life in _lives)
        {
            await life.PutAway();
        }

        return found;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
