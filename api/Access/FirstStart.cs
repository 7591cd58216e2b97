using Engagement.Storage;
using Engagement.Workspaces;

namespace Engagement.Access;

/// <summary>
/// Gives an empty installation its operator's key and a workspace to try things in. What it makes is written down
/// before it counts, and the operator's key, which says that this was done, comes last: a start cut short is simply
/// done again, and of processes that start at once one does it.
/// </summary>
sealed partial class FirstStart(
    IWorkspaces workspaces, NewCredentials credentials, NewWorkspaces demo, KeyFile file, ILogger<FirstStart> log)
    : IHostedService
{
    public const string Demo = "demo";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await IsDone(cancellationToken))
        {
            return;
        }

        await using var alone = await workspaces.LockFirstStart(cancellationToken);
        if (!await IsDone(cancellationToken))
        {
            await Do(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async ValueTask<bool> IsDone(CancellationToken cancellation) =>
        (await workspaces.Keys(null, cancellation)).Any(key => key.RevokedAt is null);

    async ValueTask Do(CancellationToken cancellationToken)
    {
        var secret = Secret.NewKey(Secret.OperatorPrefix);
        var keys = new WorkspaceKeys(Secret.NewKey(Secret.KeyPrefix), "agent", Secret.NewPassword());
        file.Write(new(secret, new(StringComparer.Ordinal) { [Demo] = keys }));
        await demo.Create(new(Demo, "Demo", Rehearsal: true), cancellationToken);
        await workspaces.AddKey(
            credentials.Hashed(Demo, "first", [.. Scopes.OfKeys], keys.Key), cancellationToken);
        var agent = credentials.Agent(Demo, keys.Agent, keys.Password);
        if (!await workspaces.AddAgent(agent, cancellationToken))
        {
            await workspaces.UpdateAgent(agent, cancellationToken);
        }

        await workspaces.AddKey(credentials.Hashed(null, "first", [Scopes.Operate], secret), cancellationToken);
        LogDone(log, file.FilePath);
    }
}
