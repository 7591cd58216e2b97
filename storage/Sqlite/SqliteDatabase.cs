using System.Collections.Immutable;
using System.Threading.Channels;
using SQLitePCL;

namespace Engagement.Storage.Sqlite;

/// <summary>
/// The database file: one writer, whose transactions everything that writes shares, and a few readers that never wait
/// for it.
/// </summary>
sealed class SqliteDatabase : ITransactor, IStoreHealth, IAsyncDisposable
{
    const int ReadersMax = 4;

    readonly DataFolder _folder;
    readonly Connection _writer;
    readonly SqliteThreads _threads;
    readonly CommitWriter _commits;
    readonly ImmutableArray<Connection> _allReaders;
    readonly Channel<Connection> _readers = Channel.CreateUnbounded<Connection>();

    bool _disposed;

    SqliteDatabase(
        DataFolder folder, SqliteThreads threads, CommitSignals signals, TimeProvider clock, ILoggerFactory logs)
    {
        (_folder, _threads) = (folder, threads);
        _writer = Connection.OpenWriter(folder.Database);
        Migrate(_writer, folder.Database, clock);
        _commits = new(_writer, clock);
        _allReaders = [.. Enumerable.Range(0, ReadersMax).Select(_ => Connection.OpenReader(folder.Database))];
        foreach (var reader in _allReaders)
        {
            _readers.Writer.TryWrite(reader);
        }

        Queue = new(this, signals, clock, logs.CreateLogger<GroupCommit>(), threads.Loops);
    }

    /// <summary>By what this process marks the rows that it claims.</summary>
    public long Owner { get; } = ProcessNumber.Draw();

    /// <summary>Where all writes wait for a transaction.</summary>
    public GroupCommit Queue { get; }

    /// <summary>Takes the data folder, brings the schema up to date, and begins.</summary>
    /// <param name="threads">Disposed with the database, or when it cannot be opened.</param>
    public static SqliteDatabase Open(
        string dataFolder, SqliteThreads threads, CommitSignals signals, TimeProvider clock, ILoggerFactory logs)
    {
        DataFolder? folder = null;
        try
        {
            folder = DataFolder.Take(dataFolder);
            return new(folder, threads, signals, clock, logs);
        }
        catch (SqliteFailure failure)
        {
            folder?.Dispose();
            threads.Dispose();
            throw new InvalidOperationException(
                $"The database '{folder?.Database}' cannot be opened. {failure.Message}"
                + (failure.Kind is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB
                    ? " Put a backup in its place, or choose another data folder."
                    : ""),
                failure);
        }
        catch
        {
            folder?.Dispose();
            threads.Dispose();
            throw;
        }
    }

    /// <summary>Where reads may be gathered into batches.</summary>
    public TaskScheduler Loops => _threads.Loops;

    /// <summary>Reads one consistent state, beside the writer.</summary>
    public async ValueTask<T> Read<T>(Func<Connection, T> read, CancellationToken cancellation)
    {
        var reader = await _readers.Reader.ReadAsync(cancellation);
        try
        {
            return await _threads.Read(() => Snapshot(reader, read));
        }
        finally
        {
            _readers.Writer.TryWrite(reader);
        }
    }

    /// <summary>Writes in the next transaction and returns when it is durable.</summary>
    /// <param name="write">May run again when the transaction has to be repeated.</param>
    public async ValueTask<T> Write<T>(Func<Connection, T> write, CancellationToken cancellation)
    {
        var pending = new PendingStatements<T>(write);
        await Queue.Enqueue(pending, cancellation);
        return await pending.Answer.WaitAsync(cancellation);
    }

    ValueTask ITransactor.Write(IReadOnlyList<PendingWrite> batch) => new(_threads.Write(() => Transact(batch)));

    /// <summary>Disk full or failing, file locked or gone: nothing in the batch is to blame.</summary>
    public bool IsOutage(Exception error) =>
        error is SqliteFailure { Kind: 5 or 6 or 7 or 8 or 10 or 11 or 13 or 14 or 15 or 26 };

    /// <summary>No other process has this file.</summary>
    public bool IsHeld(Exception error) => false;

    public async ValueTask<string?> Problem(CancellationToken cancellation)
    {
        try
        {
            if (Queue.Trouble is not null)
            {
                // Nobody may be writing any more just because this said so: find out whether it is over.
                await Write(TryRoom, cancellation);
            }

            await Read(reader => reader.Statement("SELECT 1").Number(), cancellation);
            return null;
        }
        catch (Exception failure) when (failure is SqliteFailure or StoreUnavailableException)
        {
            return $"The database cannot be used: {failure.Message}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Registered under several names, it is disposed once for each.
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await Queue.DisposeAsync();
        _threads.Dispose();
        for (var i = 0; i < ReadersMax; i++)
        {
            (await _readers.Reader.ReadAsync()).Dispose();
        }

        _writer.Dispose();
        _folder.Dispose();
    }

    static int TryRoom(Connection writer)
    {
        writer.Statement("INSERT INTO room (bytes) VALUES (zeroblob(65536))").Run();
        return writer.Statement("DELETE FROM room").Run();
    }

    static T Snapshot<T>(Connection reader, Func<Connection, T> read)
    {
        reader.Statement("BEGIN").Run();
        try
        {
            return read(reader);
        }
        finally
        {
            reader.Statement("ROLLBACK").Run();
        }
    }

    void Transact(IReadOnlyList<PendingWrite> batch)
    {
        if (!_folder.HasDatabase)
        {
            throw new SqliteFailure(raw.SQLITE_CANTOPEN, $"the file {_folder.Database} is gone");
        }

        try
        {
            _writer.Statement("BEGIN IMMEDIATE").Run();
            foreach (var write in batch)
            {
                switch (write)
                {
                    case PendingCommit commit:
                        _commits.Write(commit);
                        break;
                    case PendingStatements statements:
                        statements.Run(_writer);
                        break;
                    default:
                        throw new NotSupportedException($"No way to write a {write.GetType().Name}.");
                }
            }

            _writer.Statement("COMMIT").Run();
        }
        catch
        {
            _commits.Forget();
            if (_writer.InTransaction)
            {
                _writer.Statement("ROLLBACK").Run();
            }

            throw;
        }
    }

    static void Migrate(Connection writer, string file, TimeProvider clock)
    {
        writer.Run(
            """
            CREATE TABLE IF NOT EXISTS migrations (
              number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL);
            """);
        var applied = writer.Statement("SELECT number, checksum FROM migrations ORDER BY number")
            .All(row => (row.Int32(0), row.Text(1)));
        foreach (var migration in Migration.Missing(Migration.Of("Sqlite"), applied, $"The database '{file}'"))
        {
            writer.Run("BEGIN IMMEDIATE");
            writer.Run(migration.Script);
            writer.Statement("INSERT INTO migrations VALUES (?, ?, ?, ?)")
                .With(migration.Number).With(migration.Name).With(migration.Checksum).With(clock.GetUtcNow()).Run();
            writer.Run("COMMIT");
        }
    }
}
