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
}
