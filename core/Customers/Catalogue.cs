using Engagement.Definitions;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;

namespace Engagement.Customers;

/// <summary>The definitions of one workspace, compiled: what <c>Decide</c> decides by. Immutable.</summary>
public sealed class Catalogue : IFacets
{
    public Catalogue() => Perform = (command, context) => Decider.Perform(command, context, this);

    /// <summary>A workspace in which nothing has been published: events are kept, nothing follows.</summary>
    public static Catalogue Empty { get; } = new();

    /// <summary>Grows with every publication; decisions made under it can be explained later.</summary>
    public long Revision { get; init; }

    /// <summary>Whose definitions they are, and what holds for customers who have said nothing else.</summary>
    public WorkspaceDefaults Defaults { get; init; } = new();

    public PublishedJourneys Journeys { get; private init; } = PublishedJourneys.None;

    public DefinitionSet<Programme> Programmes { get; private init; } = new DefinitionSet<Programme>();

    /// <summary>Templates and brands.</summary>
    public PublishedMessages Messages { get; private init; } = PublishedMessages.None;

    internal Action<Command, DecisionContext> Perform { get; }

    public T Of<T>()
        where T : class => Journeys as T ?? Messages as T ?? Programmes as T
        ?? throw new NotSupportedException($"A catalogue has no {typeof(T).Name}.");

    /// <summary>The version that is in force; null for none.</summary>
    public int? InForce(string kind, string id) => kind switch
    {
        Kinds.Journey => Journeys.Find(id)?.Version,
        Kinds.Programme => Programmes.Find(id)?.Version,
        Kinds.Template => Messages.Templates.Find(id)?.Version,
        Kinds.Brand => Messages.Brands.Find(id)?.Version,
        _ => null,
    };

    /// <summary>Compiles every version of everything that was published.</summary>
    public static Catalogue Compile(
        long revision,
        WorkspaceDefaults defaults,
        IReadOnlyCollection<Definition> definitions,
        Standing? standing = null)
    {
        var stands = standing ?? Standing.Newest;
        return new()
        {
            Revision = revision,
            Defaults = defaults,
            Journeys = new(DefinitionSets.Of<Journey>(definitions, Kinds.Journey, stands)),
            Programmes = DefinitionSets.Of<Programme>(definitions, Kinds.Programme, stands),
            Messages = PublishedMessages.Of(definitions, stands),
        };
    }
}
