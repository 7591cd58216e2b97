using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Engagement.Storage;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Engagement.Alerts;

/// <summary>
/// Step 6: tells. One reader a workspace follows the feed's table, woken by the desk's hints; every connection walks
/// along behind it at its own pace. The table is the truth, so a hint may be lost and a connection may begin
/// anywhere.
/// </summary>
sealed class AlertRelay(
    IAlertFeed feed, IGrainFactory grains, TimeProvider clock, IOptions<JsonOptions> json, ILogger<FeedReader> log)
    : IDeskWatcher
{
    const int ReadMax = 512;

    readonly Lock _lock = new();
    readonly Dictionary<string, FeedReader> _readers = new(StringComparer.Ordinal);
    readonly JsonSerializerOptions _json = json.Value.SerializerOptions;
    IDeskWatcher? _reference;

    /// <summary>Everything after a position, in order, once, for ever.</summary>
    /// <exception cref="FeedBehindException">The feed has not come that far.</exception>
    public async IAsyncEnumerable<FeedFrame> Follow(
        string workspace, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await feed.LastPosition(workspace, cancellation) is var last && after > last)
        {
            throw new FeedBehindException(after, last);
        }

        var reader = Join(workspace);
        try
        {
            var tail = await reader.Tail.WaitAsync(cancellation);
            for (var position = after; ;)
            {
                var growth = tail.Growth;
                var frames = tail.After(position) ?? await Read(workspace, position, cancellation);
                foreach (var frame in frames)
                {
                    yield return frame;
                    position = frame.Position;
                }

                if (frames.IsEmpty)
                {
                    await growth.WaitAsync(cancellation);
                }
            }
        }
        finally
        {
            Leave(reader);
        }
    }

    public Task Grown(string workspace, long lastPosition)
    {
        FeedReader? reader;
        lock (_lock)
        {
            _readers.TryGetValue(workspace, out reader);
        }

        reader?.Hint();
        return Task.CompletedTask;
    }

    /// <summary>Asks the desk for hints; it forgets who asked after some minutes.</summary>
    internal async ValueTask Watch(string workspace)
    {
        _reference ??= grains.CreateObjectReference<IDeskWatcher>(this);
        await grains.GetGrain<IAlertDeskGrain>(DeskKey.Of(workspace)).Watch(_reference);
    }

    internal ValueTask<long> LastPosition(string workspace, CancellationToken cancellation) =>
        feed.LastPosition(workspace, cancellation);

    internal async ValueTask<ImmutableArray<FeedFrame>> Read(
        string workspace, long position, CancellationToken cancellation)
    {
        var entries = await feed.After(workspace, position, ReadMax, cancellation);
        return [.. entries.Select(entry => FeedFrame.Of(entry, _json))];
    }

    FeedReader Join(string workspace)
    {
        lock (_lock)
        {
            if (!_readers.TryGetValue(workspace, out var reader))
            {
                reader = new(workspace, this, clock, log);
                _readers.Add(workspace, reader);
                reader.Start();
            }

            reader.Listeners++;
            return reader;
        }
    }

    void Leave(FeedReader reader)
    {
        lock (_lock)
        {
            if (--reader.Listeners == 0)
            {
                _readers.Remove(reader.Workspace);
                reader.Dispose();
            }
        }
    }
}

/// <summary>A client knows positions that the feed does not have: it must begin again.</summary>
sealed class FeedBehindException(long after, long last) : Exception(
    $"The feed ends at {last} and the client says it has {after}. It has been put back; load the alerts anew.");
