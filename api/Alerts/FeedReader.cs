using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using Engagement.Telemetry;

namespace Engagement.Alerts;

/// <summary>Keeps the tail of one workspace's feed up to date while anybody listens.</summary>
sealed partial class FeedReader(string workspace, AlertRelay relay, TimeProvider clock, ILogger<FeedReader> log)
    : IDisposable
{
    /// <summary>How often the table is looked at when no hint comes.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>How often hints are asked for again; the desk forgets watchers after three minutes.</summary>
    public static readonly TimeSpan WatchEvery = TimeSpan.FromMinutes(1);

    readonly TaskCompletionSource<FeedTail> _tail = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Channel<bool> _hints = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly CancellationTokenSource _stop = new();
    long? _watchedAt;
    ImmutableArray<ActivityLink> _hintedIn = [];

    public string Workspace => workspace;

    /// <summary>Guarded by the relay.</summary>
    public int Listeners { get; set; }

    public Task<FeedTail> Tail => _tail.Task;

    public void Start() => _ = Run(_stop.Token);

    /// <summary>Ends the reading.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <summary>The feed has grown; several hints before the next look are one.</summary>
    public void Hint()
    {
        _hintedIn = Activity.Current is { Recorded: true, Context: var context } ? [new(context)] : [];
        _hints.Writer.TryWrite(true);
    }

    async Task Run(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await Look(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                // Nothing is lost: listeners keep their place, and the next look reads on from it.
                LogUnread(log, workspace, error);
            }

            await Hinted(cancellation);
        }
    }

    async ValueTask Look(CancellationToken cancellation)
    {
        if (_watchedAt is not { } at || clock.GetElapsedTime(at) > WatchEvery)
        {
            await relay.Watch(workspace);
            _watchedAt = clock.GetTimestamp();
        }

        if (!_tail.Task.IsCompleted)
        {
            _tail.SetResult(new(workspace, await relay.LastPosition(workspace, cancellation)));
        }

        var tail = await _tail.Task;
        while (await relay.Read(workspace, tail.Last, cancellation) is { IsEmpty: false } frames)
        {
            using var step = Steps.Begin(Steps.Tell, _hintedIn);
            tail.Append(frames);
        }
    }

    async Task Hinted(CancellationToken cancellation)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        wait.CancelAfter(LookEvery);
        await ((Task)_hints.Reader.ReadAsync(wait.Token).AsTask())
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
