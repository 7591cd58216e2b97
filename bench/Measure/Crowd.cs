using System.Data.Common;

namespace Engagement.Bench.Measure;

/// <summary>
/// Many customers who have ordered once. The product itself takes the first one's order; its rows are then copied for
/// all the others with their own ids in them, because sending a million events would take most of an hour's measuring.
/// What the product finds afterwards is what it would have written.
/// </summary>
static class Crowd
{
    const int AtOnce = 100_000;

    /// <summary>What stands in the first one's rows where the others have an id of their own.</summary>
    const string Customer = "pattern0";

    const string Order = "000000000";

    /// <summary>The event that the product has to take before its customer is copied.</summary>
    public static byte[] Pattern() => Load.Orders(0, 1, 1, 1, "pattern")[0];

    /// <summary>
    /// Makes customers <c>c0</c>, <c>c1</c> and so on, in the database of a product that was stopped.
    /// </summary>
    public static async Task Multiply(Product stopped, int customers)
    {
        await using var database = await Stored.Open(stopped);
        if (stopped.Database is null)
        {
            await Run(database, "PRAGMA cache_size = -262144; PRAGMA synchronous = OFF");
        }

        for (var from = 0; from < customers; from += AtOnce)
        {
            var to = Math.Min(from + AtOnce, customers) - 1;
            await Run(database, stopped.Database is null ? OnSqlite(from, to) : OnPostgres(from, to));
            Console.Error.Write($"\r  {to + 1:N0} customers of {customers:N0} ");
        }

        await Run(database, stopped.Database is null
            ? "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)"
            : "VACUUM (ANALYZE)");
        Console.Error.WriteLine("are there.");
    }

    static string OnSqlite(int from, int to) =>
        $"""
        BEGIN;
        WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})
        INSERT INTO customers (number, workspace, customer_id, version, events, facts, follow_ups, first_at, last_at,
          last_seen_at, orders, open_alerts, points_pending, points_available, name, email)
        SELECT 1000000 + i, workspace, 'c' || i, version, events, facts, follow_ups, first_at, last_at, last_seen_at,
          orders, open_alerts, points_pending, points_available, name, replace(email, '{Customer}', 'c' || i)
        FROM n CROSS JOIN customers p WHERE p.customer_id = '{Customer}';
        WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})
        INSERT INTO journal (customer, version, at, kind, revision, fact_count, workspace, source, event_id, event_type,
          occurred_at, body_hash, input, facts)
        SELECT 1000000 + i, version, at, kind, revision, fact_count, workspace, source,
          replace(event_id, '{Order}', printf('f%08d', i)), event_type, occurred_at, body_hash,
          CAST({Own("CAST(input AS TEXT)", "printf('f%08d', i)", "'c' || i")} AS BLOB),
          CAST({Own("CAST(facts AS TEXT)", "printf('f%08d', i)", "'c' || i")} AS BLOB)
        FROM n CROSS JOIN (
          SELECT * FROM journal WHERE customer = (SELECT number FROM customers WHERE customer_id = '{Customer}'));
        COMMIT;
        """;

    static string OnPostgres(int from, int to) =>
        $"""
        WITH pattern AS (SELECT * FROM customers WHERE customer_id = '{Customer}'),
        made AS (
          INSERT INTO customers (workspace, customer_id, version, events, facts, follow_ups, first_at, last_at,
            last_seen_at, orders, open_alerts, points_pending, points_available, name, email)
          SELECT workspace, 'c' || i, version, events, facts, follow_ups, first_at, last_at, last_seen_at, orders,
            open_alerts, points_pending, points_available, name, replace(email, '{Customer}', 'c' || i)
          FROM pattern CROSS JOIN generate_series({from}, {to}) AS i
          RETURNING number, customer_id, 'f' || lpad(substr(customer_id, 2), 8, '0') AS own_order
        )
        INSERT INTO journal (customer, version, at, kind, revision, fact_count, workspace, source, event_id, event_type,
          occurred_at, body_hash, input, facts)
        SELECT m.number, j.version, j.at, j.kind, j.revision, j.fact_count, j.workspace, j.source,
          replace(j.event_id, '{Order}', own_order), j.event_type, j.occurred_at, j.body_hash,
          convert_to({Own("convert_from(j.input, 'UTF8')", "own_order", "m.customer_id")}, 'UTF8'),
          convert_to({Own("convert_from(j.facts, 'UTF8')", "own_order", "m.customer_id")}, 'UTF8')
        FROM made m CROSS JOIN journal j WHERE j.customer = (SELECT number FROM pattern)
        """;

    static string Own(string text, string order, string customer) =>
        $"replace(replace({text}, '{Order}', {order}), '{Customer}', {customer})";

    static async Task Run(DbConnection database, string statements)
    {
        await using var command = database.CreateCommand();
        command.CommandText = statements;
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }
}
