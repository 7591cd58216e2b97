using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;
using Orleans.Storage;

namespace Engagement.Tests.Runtime;

/// <summary>A storage that another writer can reach behind a grain's back, and that can be down.</summary>
sealed class TestedStorage : IGrainStorage
{
    readonly ConcurrentDictionary<(string, string), (string Json, int Version)> _rows = new();

    public volatile bool Down;

    public int Version(string stateName, string key) => _rows.GetValueOrDefault((stateName, key)).Version;

    public void WriteBehindItsBack(string stateName, string key) =>
        _rows.AddOrUpdate((stateName, key), _ => ("{}", 1), (_, row) => (row.Json, row.Version + 1));

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfDown();
        if (_rows.TryGetValue((stateName, grainId.Key.ToString()!), out var row))
        {
            grainState.State = JsonSerializer.Deserialize<T>(row.Json);
            grainState.ETag = Text(row.Version);
            grainState.RecordExists = true;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfDown();
        var row = _rows.GetValueOrDefault((stateName, grainId.Key.ToString()!));
        ThrowIfStale(row.Version, grainState.ETag);
        _rows[(stateName, grainId.Key.ToString()!)] = (JsonSerializer.Serialize(grainState.State), row.Version + 1);
        grainState.ETag = Text(row.Version + 1);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfDown();
        ThrowIfStale(Version(stateName, grainId.Key.ToString()!), grainState.ETag);
        _rows.TryRemove((stateName, grainId.Key.ToString()!), out _);
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);

    static void ThrowIfStale(int stored, string? expected)
    {
        if ((stored == 0 ? null : Text(stored)) != expected)
        {
            throw new InconsistentStateException("Another writer was there.", Text(stored), expected);
        }
    }

    void ThrowIfDown()
    {
        if (Down)
        {
            throw new IOException("The storage is down.");
        }
    }
}
