using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Engagement.Bench.Measure;

/// <summary>
/// The yardstick for commits on SQLite: the very rows that the product wrote, inserted into empty tables of the same
/// schema, a batch a transaction, prepared statements, the same durability. Nothing can store them with less.
/// </summary>
sealed class RawSqlite
{
    /// <summary>What one event's commit may touch.</summary>
    static readonly string[] s_tables = ["customers", "journal", "due", "outbox", "ledger", "messages"];

    readonly List<Table> _tables;
    readonly List<string> _schema;
    readonly string _folder;

    RawSqlite(List<Table> tables, List<string> schema, string folder) =>
        (_tables, _schema, _folder) = (tables, schema, folder);

    public long Rows => _tables.Sum(table => (long)table.Rows.Count);

    /// <summary>Reads all rows of a database that the product has filled and closed.</summary>
    public static RawSqlite Of(string database, string folder)
    {
        using var connection = Open(database);
        var tables = s_tables;
        var schema = Column(connection,
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'");
        return new([.. tables.Select(name => Read(connection, name))], schema, folder);
    }

    /// <summary>Inserts everything, in so many transactions, and says how many seconds it took.</summary>
    public double Insert(int transactions)
    {
        var file = Path.Combine(_folder, $"raw-{Stopwatch.GetTimestamp()}.db");
        using var connection = Open(file);
        Execute(connection, "PRAGMA journal_mode=WAL");
        Execute(connection, "PRAGMA synchronous=FULL");
        _schema.ForEach(statement => Execute(connection, statement));
        var commands = _tables.ConvertAll(table => Prepare(connection, table));
        var startedAt = Stopwatch.GetTimestamp();
        for (var batch = 0; batch < transactions; batch++)
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            for (var i = 0; i < _tables.Count; i++)
            {
                InsertSlice(commands[i], _tables[i].Rows, batch, transactions, transaction);
            }

            transaction.Commit();
        }

        var seconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        commands.ForEach(command => command.Dispose());
        return seconds;
    }

    /// <summary>Inserts so many events of all as would fall to one transaction each.</summary>
    public double InsertShare(int events, int all)
    {
        var few = _tables.ConvertAll(table =>
            table with { Rows = table.Rows[..(int)((long)table.Rows.Count * events / all)] });
        return new RawSqlite(few, _schema, _folder).Insert(events);
    }

    static void InsertSlice(
        SqliteCommand command, List<object[]> rows, int batch, int batches, SqliteTransaction transaction)
    {
        command.Transaction = transaction;
        var end = (int)((long)rows.Count * (batch + 1) / batches);
        for (var row = (int)((long)rows.Count * batch / batches); row < end; row++)
        {
            for (var i = 0; i < rows[row].Length; i++)
            {
                command.Parameters[i].Value = rows[row][i];
            }

            command.ExecuteNonQuery();
        }
    }

    static SqliteCommand Prepare(SqliteConnection connection, Table table)
    {
        var command = connection.CreateCommand();
        var names = Enumerable.Range(0, table.Columns).Select(i => $"$p{i}").ToArray();
        command.CommandText = $"INSERT INTO \"{table.Name}\" VALUES ({string.Join(", ", names)})";
        foreach (var name in names)
        {
            command.Parameters.Add(new SqliteParameter(name, null));
        }

        return command;
    }

    static Table Read(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{name}\"";
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return new(name, reader.FieldCount, rows);
    }

    static List<string> Column(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }

    static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    static void Execute(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    sealed record Table(string Name, int Columns, List<object[]> Rows);
}
