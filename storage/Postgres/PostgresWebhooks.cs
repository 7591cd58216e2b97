using System.Collections.Immutable;
using Npgsql;

namespace Engagement.Storage.Postgres;

sealed class PostgresWebhooks(PostgresDatabase database) : IWebhookStore
{
    const string Columns = "workspace, name, version, url, secrets, author, at";

    public async ValueTask<bool> Write(
        StoredWebhook webhook, int expectedVersion, CancellationToken cancellation)
    {
        try
        {
            return await database.ByKey.Transaction(
                async connection =>
                {
                    var newest = await connection.All(
                        "SELECT coalesce(max(version), 0) FROM webhooks WHERE workspace = $1 AND name = $2",
                        row => row.GetInt32(0), cancellation, webhook.Workspace, webhook.Name);
                    if (newest[0] != expectedVersion)
                    {
                        return false;
                    }

                    await connection.Run(
                        "UPDATE webhooks SET secrets = '' WHERE workspace = $1 AND name = $2 AND secrets <> ''",
                        cancellation, webhook.Workspace, webhook.Name);
                    await connection.Run(
                        $"INSERT INTO webhooks ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                        cancellation,
                        webhook.Workspace, webhook.Name, webhook.Version, webhook.Url,
                        string.Join(' ', webhook.Secrets), webhook.Author, webhook.At.Stored());
                    return true;
                },
                cancellation);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Somebody else wrote this version at the same moment.
            return false;
        }
    }

    public ValueTask<StoredWebhook?> Newest(string workspace, string name, CancellationToken cancellation) =>
        database.ByKey.First(
            $"SELECT {Columns} FROM webhooks WHERE workspace = $1 AND name = $2 ORDER BY version DESC LIMIT 1",
            Read, cancellation, workspace, name);

    public ValueTask<ImmutableArray<StoredWebhook>> List(string workspace, CancellationToken cancellation) =>
        database.Reads.All(
            $"""
            SELECT {Columns} FROM webhooks w WHERE workspace = $1 AND url IS NOT NULL AND version = (
              SELECT max(n.version) FROM webhooks n WHERE n.workspace = w.workspace AND n.name = w.name)
            ORDER BY name
            """,
            Read, cancellation, workspace);

    public ValueTask<ImmutableArray<StoredWebhook>> History(
        string workspace, string name, int max, CancellationToken cancellation) =>
        database.Reads.All(
            $"SELECT {Columns} FROM webhooks WHERE workspace = $1 AND name = $2 ORDER BY version DESC LIMIT $3",
            Read, cancellation, workspace, name, max);

    static StoredWebhook Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetInt32(2),
        row.TextOrNull(3),
        [.. row.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        row.GetString(5),
        row.Instant(6));
}
