using Orleans.Runtime;

namespace Engagement.Storage.GrainState;

/// <summary>
/// Which state: the service, the state's name and the grain's key, as Orleans' ADO.NET provider counts them; the
/// grain's class is not part of it, so state names are unique in the product.
/// </summary>
/// <param name="Key">
/// Always kept as text. Orleans' own provider reads a key of hex digits as a number, and then <c>abc</c>, <c>ABC</c>
/// and <c>0abc</c> are one row; here they are three.
/// </param>
readonly record struct StateKey(string State, string Key)
{
    /// <summary>Orleans' ServiceId in every row; one database holds one service.</summary>
    public const string Service = "engagement";

    public static StateKey Of(string stateName, GrainId grain) => new(stateName, grain.Key.ToString()!);
}

/// <param name="Payload">Null for a state that was cleared.</param>
/// <param name="Version">The etag; 1 for the first.</param>
sealed record StoredState(byte[]? Payload, int Version);

/// <summary>The rows of grains' states, in one dialect.</summary>
interface IStateRows
{
    ValueTask<StoredState?> Read(StateKey key);

    /// <summary>Writes when the stored version is the expected one; null expects that there is none.</summary>
    /// <param name="payload">Null clears the state and keeps its version.</param>
    /// <returns>The new version; null when another one is stored.</returns>
    ValueTask<int?> Write(StateKey key, int? expected, byte[]? payload);
}
