using Engagement.Messages;

namespace Engagement.Templates;

/// <summary>What is wrong with a template, found when it is published, before anybody gets it.</summary>
public static class TemplateCheck
{
    /// <param name="layout">The one that <see cref="MessageTemplate.Layout"/> names; null if there is none.</param>
    public static IEnumerable<TemplateProblem> Problems(MessageTemplate template, MessageTemplate? layout) =>
    [
        .. OfParts(template),
        .. OfLocales(template),
        .. OfLayout(template, layout),
    ];

    /// <summary>What is wrong with a template that is the layout of others.</summary>
    public static IEnumerable<TemplateProblem> AsLayout(MessageTemplate layout) => Parts(layout)
        .Where(part => !IsSubject(part) && !ShowsContent(part))
        .Select(part => Whole(layout, part.Path, "A layout must write {{ content }}, or the message is lost."));

    static IEnumerable<TemplateProblem> OfParts(MessageTemplate template)
    {
        if (template.Parts is { Text: null, Html: null, Insert: null })
        {
            yield return Whole(template, "", "A template needs a text, an html or an insert part.");
        }

        foreach (var part in Parts(template))
        {
            foreach (var mistake in TemplateSource.Of(part.Source).Doubtful(part))
            {
                yield return mistake.In(part);
            }
        }
    }

    static IEnumerable<TemplateProblem> OfLocales(MessageTemplate template) => template.Locales.Keys
        .Where(locale => !Cultures.Knows(locale))
        .Select(locale => Whole(template, $"locales.{locale}", $"'{locale}' is not the name of a language."));

    static IEnumerable<TemplateProblem> OfLayout(MessageTemplate template, MessageTemplate? layout)
    {
        if (template.Layout is null)
        {
            yield break;
        }

        if (template.Layout == template.Id)
        {
            yield return Whole(template, "layout", "A template cannot wrap itself.");
        }
        else if (layout is null)
        {
            yield return Whole(template, "layout", $"There is no template '{template.Layout}'.");
        }
        else if (layout.Layout is not null)
        {
            yield return Whole(template, "layout", $"'{layout.Id}' has a layout itself; layouts do not nest.");
        }
        else
        {
            foreach (var problem in AsLayout(layout))
            {
                yield return problem;
            }
        }
    }

    static IEnumerable<LocalisedPart> Parts(MessageTemplate template)
    {
        var variants = template.Locales.Select(locale => ($"locales.{locale.Key}.", locale.Value, locale.Key));
        foreach (var (path, parts, language) in variants.Prepend(("", template.Parts, template.Language)))
        {
            foreach (var kind in MessagePart.All)
            {
                if (kind.Source(parts) is { } source)
                {
                    yield return new LocalisedPart(template.Id, path + kind.Name, source, kind.IsMarkup, language);
                }
            }
        }
    }

    static bool IsSubject(LocalisedPart part) =>
        part.Path.EndsWith(MessagePart.Subject.Name, StringComparison.Ordinal);

    static bool ShowsContent(LocalisedPart part) => new TemplateWords(part.Source).Mentions("content");

    static TemplateProblem Whole(MessageTemplate template, string path, string message) =>
        new(template.Id, path, 0, 0, message);
}
