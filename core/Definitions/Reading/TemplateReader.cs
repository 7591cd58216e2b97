using System.Collections.Immutable;
using Engagement.Journeys;
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
            problems.NotPublished(members.Take("layout")!.Value, layout, published);
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
        var template = new MessageTemplate(
            id, version, parts, layout, locales.ToImmutableSortedDictionary(StringComparer.Ordinal))
        {
            Language = Language(members),
            Brand = problems.Brand(members, published),
        };
        CheckUses(members, template);
        return template;
    }

    /// <summary>What is in force goes by the newest version, so that must still be of use to it.</summary>
    void CheckUses(Members members, MessageTemplate template)
    {
        var senders = template.CanBeAnEmail || published is null ? [] : published.Journeys
            .Where(journey => journey.Steps.Any(step =>
                step is Step.Message { Channel: Channels.Email, Template: var used } && used == template.Id))
            .Select(journey => $"'{journey.Id}'")
            .ToArray();
        if (senders.Length > 0)
        {
            problems.Add(
                members.Here,
                $"{string.Join(" and ", senders)} sends it by e-mail, which needs a subject, and text or html.");
        }

        var wrapped = template.Layout is null || published is null ? [] : published.Templates
            .Where(other => other.Layout == template.Id && other.Id != template.Id)
            .Select(other => $"'{other.Id}'")
            .ToArray();
        if (wrapped.Length > 0)
        {
            problems.Add(
                members.Take("layout")!.Value,
                $"It is the layout of {string.Join(" and ", wrapped)} itself; layouts do not nest.");
        }
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
