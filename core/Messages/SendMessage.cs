using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engagement.Messages;

/// <summary>A message that is to leave.</summary>
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
