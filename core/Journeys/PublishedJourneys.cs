using System.Collections.Frozen;
using System.Collections.Immutable;
using Engagement.Definitions;
using Engagement.Messages;

namespace Engagement.Journeys;

/// <summary>The journeys of a workspace.</summary>
public sealed class PublishedJourneys(DefinitionSet<Journey> journeys) : ITemplateUse
{
    readonly FrozenDictionary<string, ImmutableArray<Journey>> _byEvent = journeys.InForce
        .SelectMany(journey => journey.Trigger.Types, (journey, type) => (type, journey))
        .GroupBy(pair => pair.type, pair => pair.journey, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);

    public static PublishedJourneys None { get; } = new(new DefinitionSet<Journey>());

    /// <summary>Those in force, by id.</summary>
    public ImmutableArray<Journey> InForce => journeys.InForce;

    /// <summary>Those in force that this event may begin, by id.</summary>
    public ImmutableArray<Journey> On(string eventType) =>
        _byEvent.TryGetValue(eventType, out var begun) ? begun : [];

    /// <summary>The version in force; null for none.</summary>
    public Journey? Find(string id) => journeys.Find(id);

    /// <summary>A journey as a run knows it.</summary>
    public Journey? Find(string id, int version) => journeys.Find(id, version);

    public IEnumerable<string> Senders(string templateId) => InForce
        .Where(journey => journey.Steps.Any(step => step.Sends(Channels.Email) == templateId))
        .Select(journey => journey.Id);
}
