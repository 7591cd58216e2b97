using System.Collections.Immutable;
using Engagement.Storage;

namespace Engagement.Workspaces;

sealed record KeyRequest(string Name, string[] Scopes);

/// <param name="Secret">Send it as <c>Authorization: Bearer …</c>. It cannot be shown again.</param>
sealed record NewKey(string Id, string Name, ImmutableArray<string> Scopes, string Secret);

sealed record KeyLine(
    string Id, string Name, ImmutableArray<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt)
{
    public static KeyLine Of(ApiKey key) => new(key.Id, key.Name, key.Scopes, key.CreatedAt, key.RevokedAt);
}

/// <param name="Password">Leave it out and one is made.</param>
sealed record AgentRequest(string Name, string? Password = null);

sealed record NewAgent(string Name, string Password);

sealed record AgentLine(string Name, bool Closed, DateTimeOffset? LockedUntil, DateTimeOffset CreatedAt)
{
    public static AgentLine Of(AgentAccount agent) =>
        new(agent.Name, agent.PasswordHash.Length == 0, agent.LockedUntil, agent.CreatedAt);
}

/// <param name="To">An instant; a clock never goes back.</param>
/// <param name="CatchUp">
/// Also lets happen what is due until an instant that the clock has passed; it stays where it stands.
/// </param>
sealed record ClockRequest(DateTimeOffset To, bool CatchUp = false);

/// <param name="Clock">Where the clock stands.</param>
/// <param name="Fired">Follow-ups that took effect on the way.</param>
/// <param name="Complete">
/// False when the move ended before it came there, because it had done as much as one may: ask again, and it goes on.
/// </param>
sealed record ClockAnswer(DateTimeOffset Clock, long Fired, bool Complete);

/// <param name="Digest">SHA-256 over every fact by customer and version: the same facts give the same digest.</param>
sealed record WorkspaceReport(string Workspace, WorkspaceTotals Totals, string Digest);
