using System.Collections.Immutable;
using Npgsql;

namespace Engagement.Storage.Postgres;

sealed class PostgresWorkspaces(PostgresDatabase database) : IWorkspaces
{
    const string WorkspaceColumns = "id, name, rehearsal, clock, time_zone, locale, created_at";
    const string KeyColumns = "id, workspace, name, hash, scopes, created_at, revoked_at";
    const string AgentColumns = "workspace, name, password_hash, stamp, failed_sign_ins, locked_until, created_at";

    /// <summary>By a lock that the server takes back when its connection ends.</summary>
    public async ValueTask<IAsyncDisposable> LockFirstStart(CancellationToken cancellation) =>
        await PostgresLock.Take(database, cancellation);

    public async ValueTask<bool> Create(
        Workspace workspace, ImmutableArray<NewDefinition> definitions, CancellationToken cancellation)
    {
        var number = await database.FindOrAddWorkspace(workspace.Id, cancellation);
        return await database.ByKey.Transaction(
            async connection =>
            {
                var isNew = await Insert(connection, workspace, cancellation);
                foreach (var definition in isNew ? definitions : [])
                {
                    await PostgresDefinitionStore.Publish(
                        connection, number, definition, expectedVersion: null, cancellation);
                }

                return isNew;
            },
            cancellation);
    }

    static async ValueTask<bool> Insert(
        NpgsqlConnection connection, Workspace workspace, CancellationToken cancellation)
    {
        var inserted = await connection.All(
            $"""
            INSERT INTO workspaces ({WorkspaceColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT DO NOTHING RETURNING 1
            """,
            row => 0,
            cancellation,
            workspace.Id,
            workspace.Name,
            workspace.Rehearsal,
            workspace.Clock.Stored(),
            workspace.TimeZone,
            workspace.Locale,
            workspace.CreatedAt.Stored());
        return inserted.Length == 1;
    }

    public ValueTask<Workspace?> Find(string id, CancellationToken cancellation) =>
        database.ByKey.First(
            $"SELECT {WorkspaceColumns} FROM workspaces WHERE id = $1", ReadWorkspace, cancellation, id);

    public ValueTask<ImmutableArray<Workspace>> List(CancellationToken cancellation) =>
        database.ByKey.All($"SELECT {WorkspaceColumns} FROM workspaces ORDER BY id", ReadWorkspace, cancellation);

    public async ValueTask<DateTimeOffset> AdvanceClock(
        string workspace, DateTimeOffset to, CancellationToken cancellation)
    {
        var clock = await database.ByKey.Number(
            "UPDATE workspaces SET clock = greatest(clock, $1) WHERE id = $2 AND rehearsal RETURNING clock",
            cancellation,
            to.Stored(), workspace);
        return clock.Instant() ?? throw new InvalidOperationException(
            $"There is no rehearsal workspace '{workspace}', and no other has a clock that can be moved.");
    }

    public async ValueTask AddKey(ApiKey key, CancellationToken cancellation) =>
        await database.ByKey.Run(
            $"INSERT INTO api_keys ({KeyColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            cancellation,
            key.Id,
            key.Workspace,
            key.Name,
            key.Hash.ToArray(),
            string.Join(' ', key.Scopes),
            key.CreatedAt.Stored(),
            key.RevokedAt.Stored());

    public ValueTask<ApiKey?> FindKey(ReadOnlyMemory<byte> hash, CancellationToken cancellation) =>
        database.ByKey.First(
            $"SELECT {KeyColumns} FROM api_keys WHERE hash = $1", ReadKey, cancellation, hash.ToArray());

    public ValueTask<ImmutableArray<ApiKey>> Keys(string? workspace, CancellationToken cancellation) =>
        database.ByKey.All(
            $"SELECT {KeyColumns} FROM api_keys WHERE workspace IS NOT DISTINCT FROM $1::text ORDER BY created_at, id",
            ReadKey,
            cancellation,
            workspace);

    public async ValueTask<bool> RevokeKey(
        string? workspace, string keyId, DateTimeOffset at, CancellationToken cancellation) =>
        await database.ByKey.Run(
            """
            UPDATE api_keys SET revoked_at = coalesce(revoked_at, $1)
            WHERE id = $2 AND workspace IS NOT DISTINCT FROM $3::text
            """,
            cancellation,
            at.Stored(), keyId, workspace) == 1;

    public async ValueTask<bool> AddAgent(AgentAccount agent, CancellationToken cancellation) =>
        await database.ByKey.Run(
            $"INSERT INTO agents ({AgentColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            cancellation,
            agent.Workspace,
            agent.Name,
            agent.PasswordHash,
            agent.Stamp,
            agent.FailedSignIns,
            agent.LockedUntil.Stored(),
            agent.CreatedAt.Stored()) == 1;

    public ValueTask<AgentAccount?> FindAgent(string workspace, string name, CancellationToken cancellation) =>
        database.ByKey.First(
            $"SELECT {AgentColumns} FROM agents WHERE workspace = $1 AND name = $2", ReadAgent, cancellation,
            workspace, name);

    public ValueTask<ImmutableArray<AgentAccount>> Agents(string workspace, CancellationToken cancellation) =>
        database.ByKey.All(
            $"SELECT {AgentColumns} FROM agents WHERE workspace = $1 ORDER BY name", ReadAgent, cancellation,
            workspace);

    public async ValueTask UpdateAgent(AgentAccount agent, CancellationToken cancellation) =>
        await database.ByKey.Run(
            """
            UPDATE agents SET password_hash = $1, stamp = $2, failed_sign_ins = $3, locked_until = $4
            WHERE workspace = $5 AND name = $6
            """,
            cancellation,
            agent.PasswordHash,
            agent.Stamp,
            agent.FailedSignIns,
            agent.LockedUntil.Stored(),
            agent.Workspace,
            agent.Name);

    public async ValueTask EndSession(
        string session, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation) =>
        await database.ByKey.Run(
            """
            WITH old AS (DELETE FROM ended_sessions WHERE until < $2)
            INSERT INTO ended_sessions (id, until) VALUES ($1, $3) ON CONFLICT DO NOTHING
            """,
            cancellation,
            session, now.Stored(), until.Stored());

    public async ValueTask<bool> HasEnded(string session, CancellationToken cancellation) =>
        await database.ByKey.Number("SELECT 1 FROM ended_sessions WHERE id = $1", cancellation, session) is not null;

    static Workspace ReadWorkspace(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetBoolean(2),
        row.InstantOrNull(3),
        row.GetString(4),
        row.GetString(5),
        row.Instant(6));

    static ApiKey ReadKey(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.TextOrNull(1),
        row.GetString(2),
        row.Blob(3),
        [.. row.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        row.Instant(5),
        row.InstantOrNull(6));

    static AgentAccount ReadAgent(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetInt32(4),
        row.InstantOrNull(5),
        row.Instant(6));
}
