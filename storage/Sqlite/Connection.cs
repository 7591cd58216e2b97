using SQLitePCL;

namespace Engagement.Storage.Sqlite;

/// <summary>
/// One connection to the database file with its prepared statements. Used by one thread at a time. Straight on SQLite's
/// own interface: the writer runs a handful of statements an event, and their parameters are bound by position.
/// </summary>
sealed class Connection : IDisposable
{
    readonly sqlite3 _handle;
    readonly Dictionary<string, Statement> _statements = new(ReferenceEqualityComparer.Instance);

    Connection(sqlite3 handle) => _handle = handle;

    static Connection() => Batteries_V2.Init();

    /// <summary>The one connection that writes.</summary>
    public static Connection OpenWriter(string file)
    {
        var connection = Open(file, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        connection.Run(WriterPragmas);
        return connection;
    }

    public static Connection OpenReader(string file)
    {
        var connection = Open(file, raw.SQLITE_OPEN_READONLY);
        // No memory map: SQLite drops the whole of it whenever somebody has committed since, and every page is faulted
        // in again. Beside a writer, one customer's journal took 1.2 ms so, and takes 0.2 without.
        connection.Run("PRAGMA query_only = ON; PRAGMA cache_size = -8192; PRAGMA mmap_size = 0;");
        return connection;
    }

    // WAL: readers and the writer do not wait for each other, and a commit is one append and one flush.
    //
    // synchronous FULL: the flush happens before the commit returns, which is what an acknowledgement promises.
    //
    // wal_autocheckpoint, in pages: a longer log lets pages that many commits touch be copied back once, not every few
    // batches.
    //
    // temp_store MEMORY: nothing temporary may need the disk, which may be full.
    const string WriterPragmas =
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 8000;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA cache_size = -65536;
        PRAGMA temp_store = MEMORY;
        """;

    static Connection Open(string file, int flags)
    {
        var code = raw.sqlite3_open_v2(file, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var connection = new Connection(handle);
        connection.Check(code);
        raw.sqlite3_extended_result_codes(handle, 1);
        // Only a checkpoint or a backup from outside ever holds a lock that this process has to wait for.
        raw.sqlite3_busy_timeout(handle, 5_000);
        return connection;
    }

    public long LastRow => raw.sqlite3_last_insert_rowid(_handle);

    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Statements that were asked for so far: what a commit costs is counted in them.</summary>
    public long StatementsRun { get; private set; }

    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>A statement, prepared at its first use and kept, ready for its parameters.</summary>
    /// <param name="sql">A constant: statements are found by reference.</param>
    public Statement Statement(string sql)
    {
        StatementsRun++;
        if (!_statements.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v2(_handle, sql, out var prepared));
            _statements.Add(sql, statement = new(this, prepared));
        }

        return statement.Begin();
    }

    /// <summary>Runs any number of statements that give no rows.</summary>
    public void Run(string script) => Check(raw.sqlite3_exec(_handle, script));

    /// <summary>Ends the statement that runs just now, on whatever thread. Does nothing where none does.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_handle);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        raw.sqlite3_close_v2(_handle);
        _handle.Dispose();
    }

    internal void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new SqliteFailure(code, raw.sqlite3_errmsg(_handle).utf8_to_string());
        }
    }
}

/// <param name="code">SQLite's extended result code.</param>
sealed class SqliteFailure(int code, string message) : Exception($"SQLite says {code}: {message}.")
{
    public int Code => code;

    /// <summary>Without the extension: what kind of failure it is.</summary>
    public int Kind => code & 0xff;
}
