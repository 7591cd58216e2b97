using Engagement.Customers;
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
    /// Our time: the wall clock's, or the rehearsal's. Null in a rehearsal whose clock was never moved: there each
    /// customer stands where their last event left them, as the wall clock would carry them years away from it.
    /// </summary>
    public DateTimeOffset? Time(DateTimeOffset now) => Workspace.Rehearsal ? Workspace.Clock : now;

    /// <summary>Our time of an event. A rehearsal may let its clock follow the events' own times.</summary>
    public DateTimeOffset TimeOf(EventMessage message, bool followClock, DateTimeOffset now) =>
        Workspace.Rehearsal && followClock ? message.OccurredAt : Time(now) ?? message.OccurredAt;
}
