using System.Collections.Immutable;

namespace Engagement.Storage;

/// <summary>Published definitions: immutable versions under a workspace, kind and id.</summary>
public interface IDefinitionStore
{
    /// <summary>
    /// Stores the next version (1 for the first) and raises the workspace's revision, in one transaction.
    /// </summary>
    /// <param name="expectedVersion">
    /// The version the author saw (0 for none); null publishes whatever is there. Another one there: nothing is
    /// written.
    /// </param>
    /// <returns>
    /// The stored version, or null when <paramref name="expectedVersion"/> is no longer the last one.
    /// </returns>
    ValueTask<StoredDefinition?> Publish(
        NewDefinition definition, int? expectedVersion, CancellationToken cancellation);

    /// <summary>Grows with every publication in the workspace; 0 before the first.</summary>
    ValueTask<long> Revision(string workspace, CancellationToken cancellation);

    /// <summary>Every version of everything, for compiling; with the revision they make up.</summary>
    ValueTask<(long Revision, ImmutableArray<StoredDefinition> Definitions)> All(
        string workspace, CancellationToken cancellation);

    /// <summary>The newest version of each.</summary>
    ValueTask<ImmutableArray<StoredDefinition>> Newest(string workspace, string? kind, CancellationToken cancellation);

    /// <param name="version">Null for the newest.</param>
    ValueTask<StoredDefinition?> Get(
        string workspace, string kind, string id, int? version, CancellationToken cancellation);
}

/// <param name="Text">The document as its author wrote it, YAML or JSON.</param>
public sealed record NewDefinition(
    string Workspace, string Kind, string Id, string Text, string Author, DateTimeOffset At);

public sealed record StoredDefinition(
    string Kind, string Id, int Version, string Text, string Author, DateTimeOffset At, long Revision);
