using System.Collections.Immutable;
using Engagement.Definitions;

namespace Engagement.Messages;

/// <summary>A message as a definition: parts in one language, and variants in others.</summary>
/// <param name="Layout">The id of a template whose parts wrap this one's, or null.</param>
/// <param name="Locales">Variants by BCP 47 locale; a part that a variant lacks falls back to the parts here.</param>
public sealed record MessageTemplate(
    string Id,
    int Version,
    TemplateParts Parts,
    string? Layout,
    ImmutableSortedDictionary<string, TemplateParts> Locales)
    : Definition(Id, Version)
{
    /// <summary>The brand of its messages; null for that of the journey, or the workspace's default.</summary>
    public string? Brand { get; init; }

    public bool CanBeAnEmail => Parts.Subject is not null && (Parts.Text ?? Parts.Html) is not null;

    /// <summary>BCP 47: what the parts are written in that stand outside of <see cref="Locales"/>.</summary>
    public string Language { get; init; } = "en";
}

/// <param name="Subject">One line.</param>
/// <param name="Insert">A printable page to put into the parcel, or null.</param>
public sealed record TemplateParts(string? Subject, string? Text, string? Html, string? Insert = null);

/// <summary>
/// What is round a message: in these versions it is sent, sent again and shown, whatever was published since.
/// </summary>
/// <param name="Layout">The version of the template's layout; null where there was none.</param>
/// <param name="Brand">The id of the brand; null where none was published.</param>
public sealed record MessageLook(int? Layout, string? Brand, int? BrandVersion);
