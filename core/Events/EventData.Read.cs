using System.Text.Json;

namespace Engagement.Events;

public abstract partial record EventData
{
    /// <summary>Reads the data of one event whose type and members were validated.</summary>
    /// <exception cref="JsonException">There is no such type, or the data does not fit it.</exception>
    public static EventData Read(string type, ReadOnlySpan<byte> json) => EventTypes.Find(type) is { } found
        ? found.Read(json)
        : throw new JsonException($"There is no event type '{type}'.");
}
