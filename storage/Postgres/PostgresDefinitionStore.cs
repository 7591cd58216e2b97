using System.Collections.Immutable;
using Npgsql;

namespace Engagement.Storage.Postgres;

sealed class PostgresDefinitionStore(PostgresDatabase database) : IDefinitionStore
{
    const string Columns = "d.kind, d.id, d.version, d.text, d.author, d.at, d.revision";

    const string SelectNewest =
        $"""
        SELECT DISTINCT ON (d.kind, d.id) {Columns}
        FROM workspace_numbers w JOIN definitions d ON d.workspace = w.number
        WHERE w.workspace = $1 AND ($2::text IS NULL OR d.kind = $2::text) ORDER BY d.kind, d.id, d.version DESC
        """;

    public async ValueTask<StoredDefinition?> Publish(
        NewDefinition definition, int? expectedVersion, CancellationToken cancellation)
    {
        var workspace = await database.FindOrAddWorkspace(definition.Workspace, cancellation);
        return await database.ByKey.Transaction(
            connection => Publish(connection, workspace, definition, expectedVersion, cancellation), cancellation);
    }

    public async ValueTask<long> Revision(string workspace, CancellationToken cancellation) =>
        await database.ByKey.Number(
            "SELECT revision FROM workspace_numbers WHERE workspace = $1", cancellation, workspace) ?? 0;

    public async ValueTask<(long Revision, ImmutableArray<StoredDefinition> Definitions)> All(
        string workspace, CancellationToken cancellation)
    {
        // The revision is that of the rows themselves, so that the two can never be of different moments.
        var definitions = await database.ByKey.All(
            $"""
            SELECT {Columns} FROM workspace_numbers w JOIN definitions d ON d.workspace = w.number
            WHERE w.workspace = $1 ORDER BY d.kind, d.id, d.version
            """,
            Read,
            cancellation,
            workspace);
        return (definitions.IsEmpty ? 0 : definitions.Max(definition => definition.Revision), definitions);
    }

    public ValueTask<ImmutableArray<StoredDefinition>> Newest(
        string workspace, string? kind, CancellationToken cancellation) =>
        database.ByKey.All(SelectNewest, Read, cancellation, workspace, kind);

    public ValueTask<StoredDefinition?> Get(
        string workspace, string kind, string id, int? version, CancellationToken cancellation) =>
        database.ByKey.First(
            $"""
            SELECT {Columns} FROM workspace_numbers w JOIN definitions d ON d.workspace = w.number
            WHERE w.workspace = $1 AND d.kind = $2 AND d.id = $3 AND ($4::int IS NULL OR d.version = $4::int)
            ORDER BY d.version DESC LIMIT 1
            """,
            Read,
            cancellation,
            workspace, kind, id, version);

    internal static async ValueTask<StoredDefinition?> Publish(
        NpgsqlConnection connection,
        int workspace,
        NewDefinition definition,
        int? expectedVersion,
        CancellationToken cancellation)
    {
        // The lock makes authors of one workspace publish one after the other.
        var revision = 1 + (await connection.All(
            "SELECT revision FROM workspace_numbers WHERE number = $1 FOR UPDATE",
            row => row.GetInt64(0),
            cancellation,
            workspace))[0];
        var last = (await connection.All(
            "SELECT coalesce(max(version), 0) FROM definitions WHERE workspace = $1 AND kind = $2 AND id = $3",
            row => row.GetInt32(0),
            cancellation,
            workspace, definition.Kind, definition.Id))[0];
        if (expectedVersion is { } expected && expected != last)
        {
            return null;
        }

        var stored = new StoredDefinition(
            definition.Kind, definition.Id, last + 1, definition.Text, definition.Author,
            definition.At.ToUniversalTime(), revision);
        await connection.All(
            """
            WITH raised AS (UPDATE workspace_numbers SET revision = $2 WHERE number = $1)
            INSERT INTO definitions (workspace, revision, kind, id, version, author, at, text)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            row => 0,
            cancellation,
            workspace, revision, stored.Kind, stored.Id, stored.Version, stored.Author, stored.At.Stored(),
            stored.Text);
        return stored;
    }

    static StoredDefinition Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetInt32(2),
        row.GetString(3),
        row.GetString(4),
        row.Instant(5),
        row.GetInt64(6));
}
