using System.Text.Json.Serialization;

namespace Engagement.Customers;

/// <summary>
/// Lets a customer be woken again who was given up, as waking them had ended processes. It is made as a dead letter,
/// which somebody may retry.
/// </summary>
public sealed record WakeAgain(string Key) : Effect(Key)
{
    public const string Name = "follow-ups";

    [JsonIgnore]
    public override string Receiver => Name;
}
