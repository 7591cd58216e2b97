using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Engagement.Access;
using Engagement.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Engagement.Tests.Api;

public sealed class CredentialsTests
{
    [Fact]
    public async Task A_look_that_began_before_a_session_was_ended_does_not_bring_it_back()
    {
        var clock = new FakeTimeProvider();
        var slow = new TaskCompletionSource<bool>();
        var credentials = new Credentials(SlowWorkspaces.Of(slow.Task), clock);
        var caller = new Caller("w", "ana", CallerKind.Agent, "stamp", "s1");

        var look = credentials.StillGood(caller, default);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await credentials.End("s1", clock.GetUtcNow().AddHours(1));
        slow.SetResult(false);

        Assert.False(await look);
        Assert.False(await credentials.StillGood(caller, default));
    }

    [SuppressMessage("Performance", "CA1852", Justification = "The proxy that is made at run time derives from it.")]
    public class SlowWorkspaces : DispatchProxy
    {
        Task<bool> _hasEnded = null!;

        internal static IWorkspaces Of(Task<bool> hasEnded)
        {
            var workspaces = Create<IWorkspaces, SlowWorkspaces>();
            ((SlowWorkspaces)(object)workspaces)._hasEnded = hasEnded;
            return workspaces;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IWorkspaces.FindAgent) => new ValueTask<AgentAccount?>(
                new AgentAccount("w", "ana", "", "stamp", 0, null, default)),
            nameof(IWorkspaces.HasEnded) => new ValueTask<bool>(_hasEnded),
            nameof(IWorkspaces.EndSession) => ValueTask.CompletedTask,
            _ => throw new NotSupportedException(targetMethod.Name),
        };
    }
}
