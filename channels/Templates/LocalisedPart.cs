using Engagement.Messages;

namespace Engagement.Templates;

/// <summary>The source of a part in the language that fits best, and where in the document it stands.</summary>
/// <param name="IsMarkup">Whether what is filled in gets escaped.</param>
/// <param name="Language">The language that it is written in.</param>
sealed record LocalisedPart(string Template, string Path, string Source, bool IsMarkup, string Language)
{
    /// <summary>
    /// Each part falls back on its own, from the whole locale over its shorter forms to the parts without a locale:
    /// a variant may change the subject alone.
    /// </summary>
    public static LocalisedPart? Find(MessageTemplate template, MessagePart part, string locale)
    {
        for (var name = locale; name.Length > 0; name = Shorter(name))
        {
            foreach (var (known, parts) in template.Locales)
            {
                if (known.Equals(name, StringComparison.OrdinalIgnoreCase) && part.Source(parts) is { } source)
                {
                    return new LocalisedPart(template.Id, $"locales.{known}.{part.Name}", source, part.IsMarkup, known);
                }
            }
        }

        return part.Source(template.Parts) is { } plain
            ? new LocalisedPart(template.Id, part.Name, plain, part.IsMarkup, template.Language)
            : null;
    }

    static string Shorter(string locale) => locale[..Math.Max(locale.LastIndexOf('-'), 0)];
}
