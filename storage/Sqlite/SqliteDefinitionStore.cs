using System.Collections.Immutable;

namespace Engagement.Storage.Sqlite;

sealed class SqliteDefinitionStore(SqliteDatabase database) : IDefinitionStore
{
    const string Columns = "d.kind, d.id, d.version, d.text, d.author, d.at, d.revision";

    public ValueTask<StoredDefinition?> Publish(
        NewDefinition definition, int? expectedVersion, CancellationToken cancellation) =>
        database.Write(writer => Publish(writer, definition, expectedVersion), cancellation);

    public ValueTask<long> Revision(string workspace, CancellationToken cancellation) =>
        database.Read(reader => Revision(reader, workspace), cancellation);

    public ValueTask<(long Revision, ImmutableArray<StoredDefinition> Definitions)> All(
        string workspace, CancellationToken cancellation) =>
        database.Read(
            reader => (
                Revision(reader, workspace),
                reader.Statement(
                    $"""
                    SELECT {Columns} FROM workspace_numbers w JOIN definitions d ON d.workspace = w.number
                    WHERE w.workspace = ? ORDER BY d.kind, d.id, d.version
                    """)
                    .With(workspace).All(Read)),
            cancellation);

    public ValueTask<ImmutableArray<StoredDefinition>> Newest(
        string workspace, string? kind, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement(
                $"""
                SELECT {Columns} FROM workspace_numbers w JOIN definitions d ON d.workspace = w.number
                WHERE w.workspace = ?1 AND (?2 IS NULL OR d.kind = ?2) AND d.version = (
                  SELECT max(n.version) FROM definitions n
                  WHERE n.workspace = d.workspace AND n.kind = d.kind AND n.id = d.id)
                ORDER BY d.kind, d.id
                """)
                .With(workspace).With(kind).All(Read),
            cancellation);

    public ValueTask<StoredDefinition?> Get(
        string workspace, string kind, string id, int? version, CancellationToken cancellation) =>
        database.Read(reader => Get(reader, workspace, kind, id, version), cancellation);

    internal static StoredDefinition? Publish(Connection writer, NewDefinition definition, int? expectedVersion)
    {
        var number = WorkspaceNumbers.FindOrAdd(writer, definition.Workspace);
        var last = Get(writer, definition.Workspace, definition.Kind, definition.Id, null)?.Version ?? 0;
        if (expectedVersion is { } expected && expected != last)
        {
            return null;
        }

        var revision = writer.Statement(
            "UPDATE workspace_numbers SET revision = revision + 1 WHERE number = ? RETURNING revision").With(number)
                .Number()!.Value;
        writer.Statement(
            """
            INSERT INTO definitions (workspace, kind, id, version, revision, author, at, text)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
            .With(number).With(definition.Kind).With(definition.Id).With(last + 1).With(revision)
            .With(definition.Author)
            .With(definition.At).With(definition.Text).Run();
        return new(
            definition.Kind, definition.Id, last + 1, definition.Text, definition.Author,
            definition.At.ToUniversalTime(), revision);
    }

    static long Revision(Connection connection, string workspace) =>
        connection.Statement("SELECT revision FROM workspace_numbers WHERE workspace = ?").With(workspace)
            .Number() ?? 0;

    static StoredDefinition? Get(Connection connection, string workspace, string kind, string id, int? version) =>
        connection.Statement(
            $"""
            SELECT {Columns} FROM workspace_numbers w JOIN definitions d ON d.workspace = w.number
            WHERE w.workspace = ? AND d.kind = ? AND d.id = ? AND (?4 IS NULL OR d.version = ?4)
            ORDER BY d.version DESC LIMIT 1
            """)
            .With(workspace).With(kind).With(id).With((long?)version).First(Read);

    static StoredDefinition Read(Statement row) => new(
        row.Text(0), row.Text(1), row.Int32(2), row.Text(3), row.Text(4), row.Instant(5), row.Int64(6));
}
