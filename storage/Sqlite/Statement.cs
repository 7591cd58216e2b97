using System.Collections.Immutable;
using System.Text;
using SQLitePCL;

namespace Engagement.Storage.Sqlite;

/// <summary>A prepared statement: <c>With</c> gives the next parameter, then it is run or read to its end.</summary>
sealed class Statement(Connection connection, sqlite3_stmt prepared) : IDisposable
{
    const int StackTextMax = 256;

    int _bound;

    public Statement Begin()
    {
        // Whoever used it last may have left in the middle.
        raw.sqlite3_reset(prepared);
        _bound = 0;
        return this;
    }

    public Statement With(long value) => Bound(raw.sqlite3_bind_int64(prepared, ++_bound, value));

    public Statement With(bool value) => With(value ? 1L : 0L);

    public Statement With(DateTimeOffset value) => With(value.Stored());

    public Statement With(long? value) => value is { } known ? With(known) : Null();

    public Statement With(DateTimeOffset? value) => value is { } known ? With(known.Stored()) : Null();

    public Statement With(byte[]? value) => value is null ? Null() : With(value.AsSpan());

    public Statement With(ReadOnlyMemory<byte> value) => With(value.Span);

    public Statement With(ReadOnlySpan<byte> value) => value.IsEmpty
        ? Bound(raw.sqlite3_bind_zeroblob(prepared, ++_bound, 0))
        : Bound(raw.sqlite3_bind_blob(prepared, ++_bound, value));

    public Statement With(string? value)
    {
        if (value is null)
        {
            return Null();
        }

        if (value.Length == 0 || value.Length > StackTextMax)
        {
            return Bound(raw.sqlite3_bind_text(prepared, ++_bound, value));
        }

        Span<byte> utf8 = stackalloc byte[StackTextMax * 3];
        return Bound(raw.sqlite3_bind_text(prepared, ++_bound, utf8[..Encoding.UTF8.GetBytes(value, utf8)]));
    }

    public Statement Null() => Bound(raw.sqlite3_bind_null(prepared, ++_bound));

    /// <summary>Runs it to its end. Returns how many rows it changed.</summary>
    public int Run()
    {
        while (Next())
        {
        }

        return connection.Changes;
    }

    /// <summary>Steps to the next row. At the end the statement is ready to be used again.</summary>
    public bool Next()
    {
        var code = raw.sqlite3_step(prepared);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            try
            {
                connection.Check(code);
            }
            finally
            {
                raw.sqlite3_reset(prepared);
            }
        }

        raw.sqlite3_reset(prepared);
        return false;
    }

    public ImmutableArray<T> All<T>(Func<Statement, T> read)
    {
        var rows = ImmutableArray.CreateBuilder<T>();
        while (Next())
        {
            rows.Add(read(this));
        }

        return rows.DrainToImmutable();
    }

    public T? First<T>(Func<Statement, T> read)
        where T : class
    {
        var first = Next() ? read(this) : null;
        raw.sqlite3_reset(prepared);
        return first;
    }

    /// <summary>The first column of the first row; null for none.</summary>
    public long? Number()
    {
        var number = Next() ? Int64OrNull(0) : null;
        raw.sqlite3_reset(prepared);
        return number;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(prepared, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(prepared, column);

    public int Int32(int column) => checked((int)Int64(column));

    public bool Flag(int column) => Int64(column) != 0;

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public DateTimeOffset Instant(int column) => Int64(column).Instant();

    public DateTimeOffset? InstantOrNull(int column) => Int64OrNull(column).Instant();

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(prepared, column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The bytes while the statement stands on this row.</summary>
    public ReadOnlySpan<byte> Span(int column) => raw.sqlite3_column_blob(prepared, column);

    public byte[] Blob(int column) => Span(column).ToArray();

    public void Dispose() => prepared.Dispose();

    Statement Bound(int code)
    {
        connection.Check(code);
        return this;
    }
}
