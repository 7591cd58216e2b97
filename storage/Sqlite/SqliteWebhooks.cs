using System.Collections.Immutable;

namespace Engagement.Storage.Sqlite;

sealed class SqliteWebhooks(SqliteDatabase database) : IWebhookStore
{
    const string Columns = "workspace, name, version, url, secrets, author, at";

    public ValueTask<bool> Write(StoredWebhook webhook, int expectedVersion, CancellationToken cancellation) =>
        database.Write(
            writer =>
            {
                var newest = writer.Statement("SELECT max(version) FROM webhooks WHERE workspace = ? AND name = ?")
                    .With(webhook.Workspace).With(webhook.Name).Number() ?? 0;
                if (newest != expectedVersion)
                {
                    return false;
                }

                writer.Statement("UPDATE webhooks SET secrets = '' WHERE workspace = ? AND name = ? AND secrets <> ''")
                    .With(webhook.Workspace).With(webhook.Name).Run();
                writer.Statement($"INSERT INTO webhooks ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .With(webhook.Workspace).With(webhook.Name).With(webhook.Version).With(webhook.Url)
                    .With(string.Join(' ', webhook.Secrets)).With(webhook.Author).With(webhook.At).Run();
                return true;
            },
            cancellation);

    public ValueTask<StoredWebhook?> Newest(string workspace, string name, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement(
                $"SELECT {Columns} FROM webhooks WHERE workspace = ? AND name = ? ORDER BY version DESC LIMIT 1")
                .With(workspace).With(name).First(Read),
            cancellation);

    public ValueTask<ImmutableArray<StoredWebhook>> List(string workspace, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement(
                $"""
                SELECT {Columns} FROM webhooks w WHERE workspace = ? AND url IS NOT NULL AND version = (
                  SELECT max(n.version) FROM webhooks n WHERE n.workspace = w.workspace AND n.name = w.name)
                ORDER BY name
                """)
                .With(workspace).All(Read),
            cancellation);

    public ValueTask<ImmutableArray<StoredWebhook>> History(
        string workspace, string name, int max, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement(
                $"SELECT {Columns} FROM webhooks WHERE workspace = ? AND name = ? ORDER BY version DESC LIMIT ?")
                .With(workspace).With(name).With(max).All(Read),
            cancellation);

    static StoredWebhook Read(Statement row) => new(
        row.Text(0),
        row.Text(1),
        row.Int32(2),
        row.TextOrNull(3),
        [.. row.Text(4).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        row.Text(5),
        row.Instant(6));
}
