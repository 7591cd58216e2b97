using System.Text.Json.Serialization;

namespace Engagement;

/// <summary>
/// Something the world outside must do. Its key is made of workspace-independent, stable parts (journey entry, step,
/// occurrence) and goes to the channel as idempotency key: the same key always has the same content.
/// </summary>
/// <param name="Key">
/// Unique within the customer; the workspace and customer are added where it leaves the system.
/// </param>
public abstract record Effect(string Key)
{
    /// <summary>The receiver that performs it; also the queue its row waits in.</summary>
    [JsonIgnore]
    public abstract string Receiver { get; }
}
