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

    /// <summary>The newest version of each journey, by id.</summary>
    public ImmutableArray<Journey> Journeys { get; private init; } = [];

    /// <summary>The newest version of each programme, by id.</summary>
    public ImmutableArray<Programme> Programmes { get; private init; } = [];

    /// <summary>The brand that messages are decided in; null while none is published.</summary>
    public Brand? BrandInForce { get; private init; }

    public BrandKit Brand => BrandInForce?.Kit ?? BrandKit.Plain;

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

    FrozenDictionary<string, MessageLook> Looks { get; init; } = FrozenDictionary<string, MessageLook>.Empty;

    FrozenDictionary<string, MessageTemplate> Templates { get; init; } =
        FrozenDictionary<string, MessageTemplate>.Empty;

    /// <summary>Journeys in force that this event may begin, by id.</summary>
    public ImmutableArray<Journey> JourneysOn(string eventType) =>
        JourneysByEvent.TryGetValue(eventType, out var journeys) ? journeys : [];

    /// <summary>A journey as a run knows it.</summary>
    public Journey? Journey(string id, int version) => JourneyVersions.GetValueOrDefault((id, version));

    /// <summary>A programme as a lot knows it.</summary>
    public Programme? Programme(string id, int version) => ProgrammeVersions.GetValueOrDefault((id, version));

    /// <summary>The newest version of a template.</summary>
    public MessageTemplate? Template(string id) => Templates.GetValueOrDefault(id);

    /// <summary>A template as a queued message names it.</summary>
    public MessageTemplate? Template(string id, int version) => TemplateVersions.GetValueOrDefault((id, version));

    /// <summary>A brand as a queued message names it.</summary>
    public BrandKit? BrandOf(string id, int version) => BrandVersions.GetValueOrDefault((id, version))?.Kit;

    /// <summary>What goes round a message that is decided on now by the newest version of a template.</summary>
    public MessageLook? Look(string template) => Looks.GetValueOrDefault(template);

    /// <summary>Compiles every version of everything that was published.</summary>
    public static Catalogue Compile(
        long revision, string timeZone, string locale, IReadOnlyCollection<Definition> definitions)
    {
        var journeys = Newest(definitions.OfType<Journey>());
        var templates = Newest(definitions.OfType<MessageTemplate>())
            .ToFrozenDictionary(template => template.Id, StringComparer.Ordinal);
        var inForce = Newest(definitions.OfType<Brand>()) is [var brand, ..] ? brand : null;
        return new(revision)
        {
            TimeZone = timeZone,
            Locale = locale,
            Journeys = journeys,
            Programmes = Newest(definitions.OfType<Programme>()),
            BrandInForce = inForce,
            JourneysByEvent = journeys
                .SelectMany(journey => journey.Trigger.Types, (journey, type) => (type, journey))
                .GroupBy(pair => pair.type, pair => pair.journey, StringComparer.Ordinal)
                .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal),
            JourneyVersions = Versions(definitions.OfType<Journey>()),
            ProgrammeVersions = Versions(definitions.OfType<Programme>()),
            BrandVersions = Versions(definitions.OfType<Brand>()),
            TemplateVersions = Versions(definitions.OfType<MessageTemplate>()),
            Templates = templates,
            Looks = templates.Values.ToFrozenDictionary(
                template => template.Id,
                template => new MessageLook(
                    template.Layout is { } layout ? templates.GetValueOrDefault(layout)?.Version : null,
                    inForce?.Id,
                    inForce?.Version),
                StringComparer.Ordinal),
        };
    }

    static FrozenDictionary<(string, int), T> Versions<T>(IEnumerable<T> definitions)
        where T : Definition => definitions.ToFrozenDictionary(definition => (definition.Id, definition.Version));

    static ImmutableArray<T> Newest<T>(IEnumerable<T> definitions)
        where T : Definition =>
        [
            .. definitions
                .GroupBy(definition => definition.Id, StringComparer.Ordinal)
                .Select(group => group.MaxBy(definition => definition.Version)!)
                .OrderBy(definition => definition.Id, StringComparer.Ordinal),
        ];
}
