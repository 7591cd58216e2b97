using Engagement.Customers;
using Engagement.Definitions;
using Engagement.Storage;

namespace Engagement.Catalogues;

/// <summary>Each workspace's settings and compiled definitions, no older than a second.</summary>
public interface ICatalogues
{
    /// <exception cref="UnknownWorkspaceException">There is no such workspace.</exception>
    ValueTask<WorkspaceRules> For(string workspace, CancellationToken cancellation);
}

/// <summary>What a turn in a workspace is decided by.</summary>
public sealed record WorkspaceRules(Workspace Workspace, Catalogue Catalogue)
{
    /// <summary>Whose clock follow-ups obey.</summary>
    public string Lane { get; } = Workspace.Rehearsal ? Lanes.Rehearsal(Workspace.Id) : Lanes.Live;

    /// <summary>
    /// Our time: the wall clock's, or the rehearsal's. A rehearsal whose clock was never moved stands, for each
    /// customer, where their last event left it: the wall clock would carry them years away from their own events.
    /// </summary>
    public DateTimeOffset TimeOf(DateTimeOffset now) =>
        Workspace.Rehearsal ? Workspace.Clock ?? DateTimeOffset.MinValue : now;

    /// <summary>Our time of an event. A rehearsal may let its clock follow the events' own times.</summary>
    public DateTimeOffset TimeOf(EventMessage message, bool followClock, DateTimeOffset now) =>
        Workspace.Rehearsal && (followClock || Workspace.Clock is null) ? message.OccurredAt : TimeOf(now);
}

public sealed class UnknownWorkspaceException(string workspace) : Exception($"There is no workspace '{workspace}'.");
