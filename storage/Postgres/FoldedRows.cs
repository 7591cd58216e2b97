using Npgsql;

namespace Engagement.Storage.Postgres;

/// <summary>Fills what customers are found by in rows that were written before there was such a column.</summary>
static class FoldedRows
{
    public const string Migration = "0005-folded-search.sql";

    const int Page = 1_000;

    public static void Fill(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        var last = 0L;
        while (true)
        {
            var rows = Read(connection, transaction, last);
            using var update = new NpgsqlCommand(
                """
                UPDATE customers c SET folded = f.folded FROM unnest($1::bigint[], $2::text[]) AS f (number, folded)
                WHERE c.number = f.number
                """,
                connection,
                transaction);
            update.Parameters.Add(new() { Value = rows.Select(row => row.Number).ToArray() });
            update.Parameters.Add(new() { Value = rows.Select(row => row.Folded).ToArray() });
            update.ExecuteNonQuery();
            if (rows.Count < Page)
            {
                return;
            }

            last = rows[^1].Number;
        }
    }

    static List<(long Number, string? Folded)> Read(
        NpgsqlConnection connection, NpgsqlTransaction transaction, long after)
    {
        using var select = new NpgsqlCommand(
            """
            SELECT number, customer_id, name, email FROM customers
            WHERE number > $1 AND char_length(concat(customer_id, name, email))
              <> octet_length(concat(customer_id, name, email))
            ORDER BY number LIMIT $2
            """,
            connection,
            transaction);
        select.Parameters.Add(new() { Value = after });
        select.Parameters.Add(new() { Value = Page });
        using var reader = select.ExecuteReader();
        var rows = new List<(long, string?)>();
        while (reader.Read())
        {
            rows.Add((
                reader.GetInt64(0), SearchText.Of(reader.GetString(1), reader.TextOrNull(2), reader.TextOrNull(3))));
        }

        return rows;
    }
}
