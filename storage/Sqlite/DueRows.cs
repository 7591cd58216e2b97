namespace Engagement.Storage.Sqlite;

/// <summary>Keeps a customer's one row in the due index, and the customer's note of where it is, in step.</summary>
static class DueRows
{
    /// <summary>Moves the row and frees it from its lease.</summary>
    public static void Move(Connection writer, long customer, (long Lane, long At)? from, (long Lane, long At)? to)
    {
        if (from == to)
        {
            if (to is { } same)
            {
                // A row without a lease is only looked at: a page that is not changed is not written.
                writer.Statement(
                    """
                    UPDATE due SET leased_until = NULL, attempts = 0 WHERE lane = ? AND due_at = ? AND customer = ?
                      AND (leased_until IS NOT NULL OR attempts > 0)
                    """)
                    .With(same.Lane).With(same.At).With(customer).Run();
            }

            return;
        }

        if (from is { } old)
        {
            writer.Statement("DELETE FROM due WHERE lane = ? AND due_at = ? AND customer = ?")
                .With(old.Lane).With(old.At).With(customer).Run();
        }

        if (to is { } next)
        {
            writer.Statement("INSERT INTO due (lane, due_at, customer) VALUES (?, ?, ?)")
                .With(next.Lane).With(next.At).With(customer).Run();
        }

        writer.Statement("UPDATE customers SET due_lane = ?, due_at = ? WHERE number = ?")
            .With(to?.Lane).With(to?.At).With(customer).Run();
    }

    /// <summary>Where the customer's row is; null when it waits for nothing.</summary>
    public static (long Number, long Lane, long At)? Find(Connection connection, CustomerKey customer)
    {
        var row = connection.Statement(
            """
            SELECT c.number, c.due_lane, c.due_at FROM workspace_numbers w
            CROSS JOIN customers c ON c.workspace = w.number AND c.customer_id = ?
            WHERE w.workspace = ? AND c.due_at IS NOT NULL
            """)
            .With(customer.CustomerId).With(customer.Workspace);
        (long, long, long)? found = row.Next() ? (row.Int64(0), row.Int64(1), row.Int64(2)) : null;
        row.Begin();
        return found;
    }

    /// <summary>The row went to another lane as it is.</summary>
    public static void Note(Connection writer, long customer, long from, long to)
    {
        if (from != to)
        {
            writer.Statement("UPDATE customers SET due_lane = ? WHERE number = ?").With(to).With(customer).Run();
        }
    }
}
