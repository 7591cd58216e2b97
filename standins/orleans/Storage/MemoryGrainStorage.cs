using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps states as JSON for as long as the process lives.</summary>
sealed class MemoryGrainStorage(string name) : IGrainStorage
{
    readonly ConcurrentDictionary<(string Name, GrainId Grain), Row> _rows = new();
    long _writes;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = _rows.GetValueOrDefault((stateName, grainId));
        grainState.State = row is null ? Activator.CreateInstance<T>() : JsonSerializer.Deserialize<T>(row.Json);
        (grainState.ETag, grainState.RecordExists) = (row?.Etag, row is not null);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var etag = Interlocked.Increment(ref _writes).ToString(CultureInfo.InvariantCulture);
        var written = new Row(JsonSerializer.SerializeToUtf8Bytes(grainState.State), etag);
        _rows.AddOrUpdate(
            (stateName, grainId),
            _ => Check(null, grainState.ETag, written),
            (_, stored) => Check(stored.Etag, grainState.ETag, written));
        (grainState.ETag, grainState.RecordExists) = (etag, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_rows.TryGetValue((stateName, grainId), out var stored))
        {
            Check(stored.Etag, grainState.ETag, stored);
            _rows.TryRemove(new((stateName, grainId), stored));
        }

        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
        return Task.CompletedTask;
    }

    Row Check(string? stored, string? expected, Row row) => stored == expected
        ? row
        : throw new InconsistentStateException(
            $"Storage '{name}' holds version {stored ?? "none"} and not {expected ?? "none"}.", stored, expected);

    sealed record Row(byte[] Json, string Etag);
}
