using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Alerts;
using Engagement.Messages;

namespace Engagement.Customers;

/// <summary>
/// Something the world outside must do. Its key is made of workspace-independent, stable parts (journey entry, step,
/// occurrence) and goes to the channel as idempotency key: the same key always has the same content.
/// </summary>
/// <param name="Key">
/// Unique within the customer; the workspace and customer are added where it leaves the system.
/// </param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "effect")]
[JsonDerivedType(typeof(SendMessage), "send-message")]
[JsonDerivedType(typeof(TellAgents), "tell-agents")]
[JsonDerivedType(typeof(WakeAgain), "wake-again")]
public abstract record Effect(string Key)
{
    /// <summary>The receiver that performs it; also the queue its row waits in.</summary>
    [JsonIgnore]
    public abstract string Receiver { get; }

    /// <param name="Channel"><c>email</c> or <c>webhook</c>.</param>
    /// <param name="To">The address, or the name of a webhook endpoint.</param>
    /// <param name="Model">What the template may see, frozen when it was decided.</param>
    /// <param name="Look">What went round it then; null in what was decided before that was kept.</param>
    public sealed record SendMessage(
        string Key,
        string Channel,
        string Template,
        int TemplateVersion,
        string To,
        string Purpose,
        string? Locale,
        string? TimeZone,
        JsonElement Model,
        MessageLook? Look = null) : Effect(Key)
    {
        [JsonIgnore]
        public override string Receiver => Channel;
    }

    public sealed record TellAgents(string Key, FeedItem Item) : Effect(Key)
    {
        [JsonIgnore]
        public override string Receiver => "alert-desk";
    }

    /// <summary>
    /// Lets a customer be woken again who was given up, as waking them had ended processes. It is made as a dead
    /// letter, which somebody may retry.
    /// </summary>
    public sealed record WakeAgain(string Key) : Effect(Key)
    {
        public const string Name = "follow-ups";

        [JsonIgnore]
        public override string Receiver => Name;
    }
}
