using System.Text.Json;

namespace Engagement.Events;

public abstract partial record EventData
{
    /// <summary>Reads the data of one event whose type and members were validated.</summary>
    public static EventData Read(string type, ReadOnlySpan<byte> json) => type switch
    {
        "order.placed" => JsonSerializer.Deserialize(json, CoreJson.Default.EventDataOrderPlaced)!,
        _ => new Custom(),
    };
}
