using System.Text.Json;

namespace Engagement.Templates;

/// <summary>Whom a message is rendered for.</summary>
/// <param name="Model">What the template may see, frozen when the message was decided on.</param>
/// <param name="Locale">BCP 47; chooses the variant and the way numbers and dates are written.</param>
/// <param name="TimeZone">IANA zone that instants are shown in; UTC where it is not known.</param>
/// <param name="Unsubscribe">The link for this message, or null for one that offers no way out.</param>
public sealed record TemplateView(JsonElement Model, string? Locale, string? TimeZone, Uri? Unsubscribe = null);
