using System.Collections.Immutable;
using Engagement.Definitions.Reading;

namespace Engagement.Messages;

/// <summary>Reads a message template. Whether its parts are good template language, the renderer says.</summary>
sealed class TemplateReader(PartReader parts)
{
    readonly Problems _problems = parts.Problems;
    readonly PublishedMessages? _published = parts.Published<PublishedMessages>();

    public MessageTemplate? Read(Members members, string id, int version)
    {
        var layout = members.Text("layout", Limits.IdMax);
        if (layout is not null && _published is not null && _published.Templates.Find(layout) is null)
        {
            _problems.NotPublished(members.Take("layout")!.Value, layout, _published);
        }

        var written = Parts(members);
        if (written == new TemplateParts(null, null, null))
        {
            _problems.Add(members.Here, "A template needs at least one of subject, text, html and insert.");
        }

        if (written.Subject?.AsSpan().ContainsAny('\r', '\n') == true)
        {
            _problems.Add(members.Take("subject")!.Value, "A subject is one line.");
        }

        var locales = members.Take("locales") is { } place ? Locales(place) : [];
        var template = new MessageTemplate(
            id, version, written, layout, locales.ToImmutableSortedDictionary(StringComparer.Ordinal))
        {
            Language = Language(members),
            Brand = parts.Brand(members),
        };
        CheckUses(members, template);
        return template;
    }

    /// <summary>What is in force goes by the newest version, so that must still be of use to it.</summary>
    void CheckUses(Members members, MessageTemplate template)
    {
        var senders = template.CanBeAnEmail ? [] : parts.Published<ITemplateUse>()?.Senders(template.Id)
            .Select(id => $"'{id}'").ToArray() ?? [];
        if (senders.Length > 0)
        {
            _problems.Add(
                members.Here,
                $"{string.Join(" and ", senders)} sends it by e-mail, which needs a subject, and text or html.");
        }

        var wrapped = template.Layout is null || _published is null ? [] : _published.Templates.InForce
            .Where(other => other.Layout == template.Id && other.Id != template.Id)
            .Select(other => $"'{other.Id}'")
            .ToArray();
        if (wrapped.Length > 0)
        {
            _problems.Add(
                members.Take("layout")!.Value,
                $"It is the layout of {string.Join(" and ", wrapped)} itself; layouts do not nest.");
        }
    }

    string Language(Members members)
    {
        var language = members.Text("language", Limits.IdMax) ?? "en";
        if (!Notation.Locale.IsMatch(language))
        {
            _problems.Add(members.Take("language")!.Value, $"'{language}' is no locale such as pt or pt-BR.");
        }

        return language;
    }

    Dictionary<string, TemplateParts> Locales(Place place)
    {
        var locales = new Dictionary<string, TemplateParts>();
        if (place.Node is not Node.Mapping { Members: { Length: <= Limits.LocalesMax } variants })
        {
            _problems.Add(place, $"A mapping of at most {Limits.LocalesMax} locales to variants is expected.");
            return locales;
        }

        foreach (var variant in variants)
        {
            var at = new Place(variant.Value, $"{place.Path}.{variant.Name}");
            if (!Notation.Locale.IsMatch(variant.Name))
            {
                _problems.Add(variant.Line, at.Path, $"'{variant.Name}' is no locale such as pt or pt-BR.");
            }

            if (Members.Of(_problems, at) is { } members)
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
