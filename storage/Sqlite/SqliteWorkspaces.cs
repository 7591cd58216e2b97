using System.Collections.Immutable;

namespace Engagement.Storage.Sqlite;

sealed class SqliteWorkspaces(SqliteDatabase database) : IWorkspaces
{
    const string WorkspaceColumns = "id, name, rehearsal, clock, time_zone, locale, created_at";
    const string KeyColumns = "id, workspace, name, hash, scopes, created_at, revoked_at";
    const string AgentColumns = "workspace, name, password_hash, stamp, failed_sign_ins, locked_until, created_at";

    /// <summary>The file belongs to this process alone.</summary>
    public ValueTask<IAsyncDisposable> LockFirstStart(CancellationToken cancellation) => new(new Nothing());

    public ValueTask<bool> Create(
        Workspace workspace, ImmutableArray<NewDefinition> definitions, CancellationToken cancellation) =>
        database.Write(
            writer =>
            {
                var isNew = writer.Statement(
                    $"INSERT INTO workspaces ({WorkspaceColumns}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
                    .With(workspace.Id).With(workspace.Name).With(workspace.Rehearsal).With(workspace.Clock)
                    .With(workspace.TimeZone).With(workspace.Locale).With(workspace.CreatedAt).Run() == 1;
                foreach (var definition in isNew ? definitions : [])
                {
                    SqliteDefinitionStore.Publish(writer, definition, expectedVersion: null);
                }

                return isNew;
            },
            cancellation);

    public ValueTask<Workspace?> Find(string id, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement($"SELECT {WorkspaceColumns} FROM workspaces WHERE id = ?").With(id)
                .First(ReadWorkspace),
            cancellation);

    public ValueTask<ImmutableArray<Workspace>> List(CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement($"SELECT {WorkspaceColumns} FROM workspaces ORDER BY id").All(ReadWorkspace),
            cancellation);

    public async ValueTask<DateTimeOffset> AdvanceClock(
        string workspace, DateTimeOffset to, CancellationToken cancellation)
    {
        var clock = await database.Write(
            writer => writer.Statement(
                """
                UPDATE workspaces SET clock = max(coalesce(clock, ?1), ?1) WHERE id = ?2 AND rehearsal = 1
                RETURNING clock
                """)
                .With(to).With(workspace).Number(),
            cancellation);
        return clock.Instant() ?? throw new InvalidOperationException(
            $"There is no rehearsal workspace '{workspace}', and no other has a clock that can be moved.");
    }

    public async ValueTask AddKey(ApiKey key, CancellationToken cancellation) =>
        await database.Write(
            writer => writer.Statement($"INSERT INTO api_keys ({KeyColumns}) VALUES (?, ?, ?, ?, ?, ?, ?)")
                .With(key.Id).With(key.Workspace).With(key.Name).With(key.Hash).With(string.Join(' ', key.Scopes))
                .With(key.CreatedAt).With(key.RevokedAt).Run(),
            cancellation);

    public ValueTask<ApiKey?> FindKey(ReadOnlyMemory<byte> hash, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement($"SELECT {KeyColumns} FROM api_keys WHERE hash = ?").With(hash).First(ReadKey),
            cancellation);

    public ValueTask<ImmutableArray<ApiKey>> Keys(string? workspace, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement(
                $"SELECT {KeyColumns} FROM api_keys WHERE workspace IS ? ORDER BY created_at, id")
                .With(workspace).All(ReadKey),
            cancellation);

    public ValueTask<bool> RevokeKey(
        string? workspace, string keyId, DateTimeOffset at, CancellationToken cancellation) =>
        database.Write(
            writer => writer.Statement(
                "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ? AND workspace IS ?")
                .With(at).With(keyId).With(workspace).Run() == 1,
            cancellation);

    public ValueTask<bool> AddAgent(AgentAccount agent, CancellationToken cancellation) =>
        database.Write(
            writer => writer.Statement(
                $"INSERT INTO agents ({AgentColumns}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
                .With(agent.Workspace).With(agent.Name).With(agent.PasswordHash).With(agent.Stamp)
                .With(agent.FailedSignIns).With(agent.LockedUntil).With(agent.CreatedAt).Run() == 1,
            cancellation);

    public ValueTask<AgentAccount?> FindAgent(string workspace, string name, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement($"SELECT {AgentColumns} FROM agents WHERE workspace = ? AND name = ?")
                .With(workspace).With(name).First(ReadAgent),
            cancellation);

    public ValueTask<ImmutableArray<AgentAccount>> Agents(string workspace, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement($"SELECT {AgentColumns} FROM agents WHERE workspace = ? ORDER BY name")
                .With(workspace).All(ReadAgent),
            cancellation);

    public async ValueTask UpdateAgent(AgentAccount agent, CancellationToken cancellation) =>
        await database.Write(
            writer => writer.Statement(
                """
                UPDATE agents SET password_hash = ?, stamp = ?, failed_sign_ins = ?, locked_until = ?
                WHERE workspace = ? AND name = ?
                """)
                .With(agent.PasswordHash).With(agent.Stamp).With(agent.FailedSignIns).With(agent.LockedUntil)
                .With(agent.Workspace).With(agent.Name).Run(),
            cancellation);

    public async ValueTask EndSession(
        string session, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation) =>
        await database.Write(
            writer =>
            {
                writer.Statement("DELETE FROM ended_sessions WHERE until < ?").With(now).Run();
                return writer.Statement("INSERT INTO ended_sessions VALUES (?, ?) ON CONFLICT DO NOTHING")
                    .With(session).With(until).Run();
            },
            cancellation);

    public async ValueTask<bool> HasEnded(string session, CancellationToken cancellation) =>
        await database.Read(
            reader => reader.Statement("SELECT 1 FROM ended_sessions WHERE id = ?").With(session).Number(),
            cancellation) is not null;

    static Workspace ReadWorkspace(Statement row) => new(
        row.Text(0), row.Text(1), row.Flag(2), row.InstantOrNull(3), row.Text(4), row.Text(5), row.Instant(6));

    static ApiKey ReadKey(Statement row) => new(
        row.Text(0),
        row.TextOrNull(1),
        row.Text(2),
        row.Blob(3),
        [.. row.Text(4).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        row.Instant(5),
        row.InstantOrNull(6));

    static AgentAccount ReadAgent(Statement row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Int32(4), row.InstantOrNull(5), row.Instant(6));

    sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
