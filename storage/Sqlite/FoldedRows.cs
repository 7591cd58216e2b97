namespace Engagement.Storage.Sqlite;

/// <summary>Fills what customers are found by in rows that were written before there was such a column.</summary>
static class FoldedRows
{
    public const string Migration = "0006-folded-search.sql";

    const int Page = 1_000;

    public static void Fill(Connection writer)
    {
        var last = 0L;
        while (true)
        {
            var rows = writer.Statement(
                """
                SELECT number, customer_id, name, email FROM customers
                WHERE number > ? AND length(customer_id || coalesce(name, '') || coalesce(email, ''))
                  <> length(CAST(customer_id || coalesce(name, '') || coalesce(email, '') AS BLOB))
                ORDER BY number LIMIT ?
                """)
                .With(last).With(Page)
                .All(row => (Number: row.Int64(0), Folded: SearchText.Of(
                    row.Text(1), row.TextOrNull(2), row.TextOrNull(3))));
            foreach (var (number, folded) in rows)
            {
                writer.Statement("UPDATE customers SET folded = ? WHERE number = ?").With(folded).With(number).Run();
            }

            if (rows.Length < Page)
            {
                return;
            }

            last = rows[^1].Number;
        }
    }
}
