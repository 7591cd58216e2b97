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

    /// <summary>
    /// Reads that go through a workspace, at once. They keep a processor busy, and half of them are left to those who
    /// commit.
    /// </summary>
    public static readonly int BrowsersMax = Math.Clamp(Environment.ProcessorCount / 2, 1, 4) + 1;

    readonly DataFolder _folder;
    readonly Connection _writer;
    readonly SqliteThreads _threads;
    readonly CommitWriter _commits;
    readonly Channel<Connection> _readers;
    readonly Channel<Connection> _browsers;

    bool _disposed;

    SqliteDatabase(
        DataFolder folder, SqliteThreads threads, CommitSignals signals, TimeProvider clock, ILoggerFactory logs)
    {
        (_folder, _threads) = (folder, threads);
        _writer = Connection.OpenWriter(folder.Database);
        Migrate(_writer, folder.Database, clock);
        _commits = new(_writer, clock);
        _readers = Readers(folder.Database, ReadersMax);
        _browsers = Readers(folder.Database, BrowsersMax);
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

    /// <summary>Reads one consistent state, beside the writer: a few rows by their keys.</summary>
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

    /// <summary>
    /// The same for what lists, searches, counts and exports: however many wait for it, nobody's turn waits behind
    /// them. It ends when its caller leaves.
    /// </summary>
    public async ValueTask<T> Browse<T>(Func<Connection, T> read, CancellationToken cancellation)
    {
        var reader = await _browsers.Reader.ReadAsync(cancellation);
        try
        {
            return await _threads.Browse(() => Snapshot(reader, connection =>
            {
                // Over before the transaction ends: that is never cut.
                using var left = cancellation.Register(reader.Interrupt);
                cancellation.ThrowIfCancellationRequested();
                return read(connection);
            }));
        }
        catch (SqliteFailure cut) when (cut.Kind == raw.SQLITE_INTERRUPT && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("Whoever asked has left.", cut, cancellation);
        }
        finally
        {
            _browsers.Writer.TryWrite(reader);
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
        await Close(_readers, ReadersMax);
        await Close(_browsers, BrowsersMax);
        _writer.Dispose();
        _folder.Dispose();
    }

    static Channel<Connection> Readers(string file, int count)
    {
        var readers = Channel.CreateUnbounded<Connection>();
        for (var i = 0; i < count; i++)
        {
            readers.Writer.TryWrite(Connection.OpenReader(file));
        }

        return readers;
    }

    static async ValueTask Close(Channel<Connection> readers, int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await readers.Reader.ReadAsync()).Dispose();
        }
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
            if (migration.Name == FoldedRows.Migration)
            {
                FoldedRows.Fill(writer);
            }

            writer.Statement("INSERT INTO migrations VALUES (?, ?, ?, ?)")
                .With(migration.Number).With(migration.Name).With(migration.Checksum).With(clock.GetUtcNow()).Run();
            writer.Run("COMMIT");
        }
    }
}
