using System.Runtime.CompilerServices;
using Engagement.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Engagement.Alerts;

/// <summary>
/// Step 6: tells. A client says the last position it has and gets the rest, then whatever comes, in order and without
/// gap or double. It is pulled: a slow client delays itself and holds nothing, and nothing is ever pushed past the
/// feed.
/// </summary>
[Authorize]
sealed class AlertsHub(AlertRelay relay, Credentials credentials, TimeProvider clock) : Hub
{
    /// <summary>How long a connection may outlive the session or key it was opened with.</summary>
    public static readonly TimeSpan RecheckEvery = TimeSpan.FromSeconds(5);

    const string Following = "following";

    public override Task OnConnectedAsync()
    {
        _ = AbortWithCredential(Context, credentials, clock);
        return Task.CompletedTask;
    }

    /// <summary>The feed after a position; 0 for all of it.</summary>
    public async IAsyncEnumerable<FeedFrame> Feed(
        long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (after < 0 || !Context.Items.TryAdd(Following, true))
        {
            throw new HubException(after < 0
                ? "A position is 0 or more."
                : "This connection follows the feed already; one is enough.");
        }

        try
        {
            await foreach (var frame in Entries(after, cancellation))
            {
                yield return frame;
            }
        }
        finally
        {
            Context.Items.Remove(Following);
        }
    }

    // A hub's own exceptions reach the client as they are; all others are kept from it.
    async IAsyncEnumerable<FeedFrame> Entries(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var frames = relay
            .Follow(Caller.Of(Context.User!).Workspace, after, cancellation)
            .GetAsyncEnumerator(cancellation);
        while (await Next(frames))
        {
            yield return frames.Current;
        }
    }

    static async ValueTask<bool> Next(IAsyncEnumerator<FeedFrame> frames)
    {
        try
        {
            return await frames.MoveNextAsync();
        }
        catch (FeedBehindException behind)
        {
            throw new HubException(behind.Message);
        }
    }

    // The hub object lives for one call only, so this holds on to nothing of it.
    static async Task AbortWithCredential(HubCallerContext context, Credentials credentials, TimeProvider clock)
    {
        var caller = Caller.Of(context.User!);
        using var timer = new PeriodicTimer(RecheckEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(context.ConnectionAborted))
            {
                if (!await credentials.StillGood(caller, context.ConnectionAborted))
                {
                    context.Abort();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is gone, and with it the reason to look.
        }
    }
}
