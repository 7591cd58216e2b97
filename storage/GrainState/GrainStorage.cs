using System.Globalization;
using System.Text.Json;
using Engagement.Telemetry;
using Orleans.Runtime;
using Orleans.Storage;

namespace Engagement.Storage.GrainState;

/// <summary>
/// Keeps grains' states in the product's own database, in the layout that Orleans' ADO.NET provider uses there, as
/// JSON. Many states are read, and many written, in one trip.
/// </summary>
sealed class GrainStorage(IStateRows rows) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        using var step = Steps.Begin(Steps.ReadState);
        var stored = await rows.Read(StateKey.Of(stateName, grainId));
        grainState.RecordExists = stored?.Payload is not null;
        grainState.ETag = Etag(stored?.Version);
        grainState.State = stored?.Payload is { } json
            ? JsonSerializer.Deserialize<T>(json)!
            : Activator.CreateInstance<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Write(stateName, grainId, grainState, JsonSerializer.SerializeToUtf8Bytes(grainState.State));
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null)
        {
            await Write(stateName, grainId, grainState, null);
        }

        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    async Task Write<T>(string stateName, GrainId grainId, IGrainState<T> grainState, byte[]? payload)
    {
        int? expected = grainState.ETag is { } etag ? int.Parse(etag, CultureInfo.InvariantCulture) : null;
        var written = await rows.Write(StateKey.Of(stateName, grainId), expected, payload);
        grainState.ETag = Etag(written) ?? throw new InconsistentStateException(
            $"State '{stateName}' of a grain of type {grainId.Type} is no longer at version " +
            $"{grainState.ETag ?? "none"}: another activation has written since. This one must stop and reload.",
            "another",
            grainState.ETag ?? "none");
    }

    static string? Etag(int? version) => version?.ToString(CultureInfo.InvariantCulture);
}
