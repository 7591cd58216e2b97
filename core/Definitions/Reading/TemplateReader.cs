using System.Collections.Immutable;
using Engagement.Messages;

namespace Engagement.Definitions.Reading;

/// <summary>Reads a message template. Whether its parts are good template language, the renderer says.</summary>
sealed class TemplateReader(Problems problems, Catalogue? published)
{
    public MessageTemplate? Read(Members members, string id, int version)
    {
        var layout = members.Text("layout", Limits.IdMax);
        if (layout is not null && published is not null && published.Template(layout) is null)
        {
            problems.Add(members.Take("layout")!.Value, $"No template '{layout}' is published; publish it first.");
        }

        var parts = Parts(members);
        if (parts == new TemplateParts(null, null, null))
        {
            problems.Add(members.Here, "A template needs at least one of subject, text, html and insert.");
        }

        if (parts.Subject?.AsSpan().ContainsAny('\r', '\n') == true)
        {
            problems.Add(members.Take("subject")!.Value, "A subject is one line.");
        }

        var locales = members.Take("locales") is { } place ? Locales(place) : [];
        return new(id, version, parts, layout, locales.ToImmutableSortedDictionary(StringComparer.Ordinal))
        {
            Language = Language(members),
        };
    }

    string Language(Members members)
    {
        var language = members.Text("language", Limits.IdMax) ?? "en";
        if (!Notation.Locale.IsMatch(language))
        {
            problems.Add(members.Take("language")!.Value, $"'{language}' is no locale such as pt or pt-BR.");
        }

        return language;
    }

    Dictionary<string, TemplateParts> Locales(Place place)
    {
        var locales = new Dictionary<string, TemplateParts>();
        if (place.Node is not Node.Mapping { Members: { Length: <= Limits.LocalesMax } variants })
        {
            problems.Add(place, $"A mapping of at most {Limits.LocalesMax} locales to variants is expected.");
            return locales;
        }

        foreach (var variant in variants)
        {
            var at = new Place(variant.Value, $"{place.Path}.{variant.Name}");
            if (!Notation.Locale.IsMatch(variant.Name))
            {
                problems.Add(variant.Line, at.Path, $"'{variant.Name}' is no locale such as pt or pt-BR.");
            }

            if (Members.Of(problems, at) is { } members)
            {
                locales[variant.Name] = Parts(members);
                members.Done();
            }
        }

        return locales;
    }

    static TemplateParts Parts(Members members) => new(
        members.Text("subject", Limits.NameMax),
        members.Text("text", Limits.TemplatePartMax),
        members.Text("html", Limits.TemplatePartMax),
        members.Text("insert", Limits.TemplatePartMax));
}
