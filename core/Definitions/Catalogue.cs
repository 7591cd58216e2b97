using System.Collections.Frozen;
using System.Collections.Immutable;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;

namespace Engagement.Definitions;

/// <summary>The definitions in force in one workspace, compiled: what <c>Decide</c> decides by. Immutable.</summary>
/// <param name="Revision">Grows with every publication; decisions made under it can be explained later.</param>
public sealed record Catalogue(long Revision)
{
    /// <summary>A workspace in which nothing has been published: events are kept, nothing follows.</summary>
    public static Catalogue Empty { get; } = new(0);

    /// <summary>Whose definitions they are.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>IANA zone used for customers whose own is not known.</summary>
    public string TimeZone { get; init; } = "Etc/UTC";

    /// <summary>BCP 47 locale used for customers whose own is not known.</summary>
    public string Locale { get; init; } = "en";

    /// <summary>The journeys in force, by id.</summary>
    public ImmutableArray<Journey> Journeys { get; private init; } = [];

    /// <summary>The programmes in force, by id.</summary>
    public ImmutableArray<Programme> Programmes { get; private init; } = [];

    /// <summary>Each brand that can be chosen, by id.</summary>
    public ImmutableArray<Brand> Brands { get; private init; } = [];

    /// <summary>The brand of messages that name none; null while none is published.</summary>
    public Brand? DefaultBrand { get; private init; }

    public BrandKit Brand => DefaultBrand?.Kit ?? BrandKit.Plain;

    FrozenDictionary<string, ImmutableArray<Journey>> JourneysByEvent { get; init; } =
        FrozenDictionary<string, ImmutableArray<Journey>>.Empty;

    FrozenDictionary<(string, int), Journey> JourneyVersions { get; init; } =
        FrozenDictionary<(string, int), Journey>.Empty;

    FrozenDictionary<(string, int), Programme> ProgrammeVersions { get; init; } =
        FrozenDictionary<(string, int), Programme>.Empty;

    FrozenDictionary<(string, int), Brand> BrandVersions { get; init; } =
        FrozenDictionary<(string, int), Brand>.Empty;

    FrozenDictionary<(string, int), MessageTemplate> TemplateVersions { get; init; } =
        FrozenDictionary<(string, int), MessageTemplate>.Empty;

    FrozenDictionary<string, MessageTemplate> TemplatesById { get; init; } =
        FrozenDictionary<string, MessageTemplate>.Empty;

    /// <summary>Journeys in force that this event may begin, by id.</summary>
    public ImmutableArray<Journey> JourneysOn(string eventType) =>
        JourneysByEvent.TryGetValue(eventType, out var journeys) ? journeys : [];

    /// <summary>A journey as a run knows it.</summary>
    public Journey? Journey(string id, int version) => JourneyVersions.GetValueOrDefault((id, version));

    /// <summary>A programme as a lot knows it.</summary>
    public Programme? Programme(string id, int version) => ProgrammeVersions.GetValueOrDefault((id, version));

    /// <summary>The templates in force, by id.</summary>
    public IEnumerable<MessageTemplate> Templates =>
        TemplatesById.Values.OrderBy(template => template.Id, StringComparer.Ordinal);

    /// <summary>The version of a template that is in force.</summary>
    public MessageTemplate? Template(string id) => TemplatesById.GetValueOrDefault(id);

    /// <summary>A template as a queued message names it.</summary>
    public MessageTemplate? Template(string id, int version) => TemplateVersions.GetValueOrDefault((id, version));

    /// <summary>A brand as a queued message names it.</summary>
    public BrandKit? BrandOf(string id, int version) => BrandVersions.GetValueOrDefault((id, version))?.Kit;

    /// <summary>What goes round a message that is decided on now.</summary>
    public MessageLook Look(MessageTemplate template, Journey journey)
    {
        var brand = (template.Brand ?? journey.Brand) is { } name ? NewestBrand(name) : DefaultBrand;
        return new(
            template.Layout is { } layout ? Template(layout)?.Version : null,
            brand?.Id,
            brand?.Version);
    }

    /// <summary>The version that is in force; null for none.</summary>
    public int? InForce(string kind, string id) => kind switch
    {
        Kinds.Journey => Version(Journeys, id),
        Kinds.Programme => Version(Programmes, id),
        Kinds.Template => Template(id)?.Version,
        Kinds.Brand => Version(Brands, id),
        _ => null,
    };

    /// <summary>Compiles every version of everything that was published.</summary>
    public static Catalogue Compile(
        long revision,
        string timeZone,
        string locale,
        IReadOnlyCollection<Definition> definitions,
        Standing? standing = null)
    {
        var stands = standing ?? Standing.Newest;
        var journeys = InForce<Journey>(definitions, Kinds.Journey, stands);
        var brands = InForce<Brand>(definitions, Kinds.Brand, stands);
        return new(revision)
        {
            TimeZone = timeZone,
            Locale = locale,
            Journeys = journeys,
            Programmes = InForce<Programme>(definitions, Kinds.Programme, stands),
            Brands = brands,
            DefaultBrand = stands.DefaultBrand is null
                ? brands.FirstOrDefault()
                : brands.FirstOrDefault(brand => brand.Id == stands.DefaultBrand),
            JourneysByEvent = journeys
                .SelectMany(journey => journey.Trigger.Types, (journey, type) => (type, journey))
                .GroupBy(pair => pair.type, pair => pair.journey, StringComparer.Ordinal)
                .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal),
            JourneyVersions = Versions(definitions.OfType<Journey>()),
            ProgrammeVersions = Versions(definitions.OfType<Programme>()),
            BrandVersions = Versions(definitions.OfType<Brand>()),
            TemplateVersions = Versions(definitions.OfType<MessageTemplate>()),
            TemplatesById = InForce<MessageTemplate>(definitions, Kinds.Template, stands)
                .ToFrozenDictionary(template => template.Id, StringComparer.Ordinal),
        };
    }

    // A run that began before its brand was taken out of force still is that brand's, and never another's.
    Brand? NewestBrand(string id) => Brands.FirstOrDefault(brand => brand.Id == id)
        ?? BrandVersions.Values.Where(brand => brand.Id == id).MaxBy(brand => brand.Version);

    static int? Version<T>(ImmutableArray<T> definitions, string id)
        where T : Definition => definitions.FirstOrDefault(definition => definition.Id == id)?.Version;

    static FrozenDictionary<(string, int), T> Versions<T>(IEnumerable<T> definitions)
        where T : Definition => definitions.ToFrozenDictionary(definition => (definition.Id, definition.Version));

    static ImmutableArray<T> InForce<T>(IEnumerable<Definition> definitions, string kind, Standing stands)
        where T : Definition =>
        [
            .. definitions.OfType<T>()
                .GroupBy(definition => definition.Id, StringComparer.Ordinal)
                .Select(group => stands.Versions.TryGetValue((kind, group.Key), out var version)
                    ? group.FirstOrDefault(definition => definition.Version == version)
                    : group.MaxBy(definition => definition.Version))
                .OfType<T>()
                .OrderBy(definition => definition.Id, StringComparer.Ordinal),
        ];
}
