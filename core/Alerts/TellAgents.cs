using System.Text.Json.Serialization;

namespace Engagement.Alerts;

/// <summary>A line that is to appear in the agents' feed.</summary>
public sealed record TellAgents(string Key, FeedItem Item) : Effect(Key)
{
    [JsonIgnore]
    public override string Receiver => "alert-desk";
}
