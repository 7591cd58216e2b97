using System.Collections.Immutable;
using Npgsql;

namespace Engagement.Storage.Postgres;

/// <summary>Columns as our types.</summary>
static class Rows
{
    public static DateTimeOffset Instant(this NpgsqlDataReader row, int column) => row.GetInt64(column).Instant();

    public static DateTimeOffset? InstantOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Instant(column);

    public static string? TextOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Runs one statement. Returns how many rows it changed.</summary>
    public static async ValueTask<int> Run(
        this NpgsqlConnection connection, string sql, CancellationToken cancellation, params object?[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Runs one statement to its end; a null parameter is a NULL.</summary>
    public static async ValueTask<ImmutableArray<T>> All<T>(
        this NpgsqlConnection connection,
        string sql,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation,
        params object?[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows.DrainToImmutable();
    }

    static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object?[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter ?? DBNull.Value });
        }

        return command;
    }

    public static byte[] Blob(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    /// <summary>
    /// PostgreSQL's texts cannot hold NUL; a sign that stands for what cannot be shown takes its place.
    /// </summary>
    public static string Text(string value) => value.Contains('\0', StringComparison.Ordinal)
        ? value.Replace('\0', '\uFFFD')
        : value;
}
