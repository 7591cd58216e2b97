using System.Collections.Immutable;
using Engagement.Alerts;
using Engagement.Definitions;
using Engagement.Time;

namespace Engagement.Journeys;

/// <summary>One step of a journey.</summary>
/// <param name="Next">The step that follows; null ends the run.</param>
public abstract record Step(string Id, string? Next)
{
    /// <summary>
    /// Rests for a duration, or until an instant of the order (for as long as that is not known), and then until a
    /// window of local time is open.
    /// </summary>
    /// <param name="Timeout">How long at most while the instant is not known; null for ever.</param>
    public sealed record Wait(
        string Id,
        string? Next,
        Period? For,
        Anchor? Until,
        LocalWindow? Window,
        Period? Timeout = null,
        string? OnTimeout = null) : Step(Id, Next);

    /// <summary>
    /// Rests until one of these events comes, on the same order if the run is about one, or time is up.
    /// </summary>
    /// <param name="When">What must hold besides; <c>event</c> is then the event that came.</param>
    public sealed record WaitForEvent(
        string Id,
        string? Next,
        ImmutableArray<string> Types,
        Condition? When,
        Period Timeout,
        string? OnTimeout) : Step(Id, Next);

    /// <summary>Goes where the first case that holds says, else on.</summary>
    public sealed record Branch(string Id, string? Next, ImmutableArray<BranchCase> Cases) : Step(Id, Next);

    /// <param name="To">The webhook endpoint's name; e-mail goes to the customer's address.</param>
    public sealed record Message(
        string Id, string? Next, string Template, string Channel, string Purpose, string? To = null) : Step(Id, Next);

    /// <param name="Cases">The first that holds gives the severity; else <paramref name="Severity"/>.</param>
    public sealed record Alert(
        string Id,
        string? Next,
        Severity Severity,
        ImmutableArray<SeverityCase> Cases,
        Wording Title,
        Wording Reason) : Step(Id, Next);

    public sealed record End(string Id) : Step(Id, null);
}

/// <param name="Next">Null ends the run.</param>
public sealed record BranchCase(Condition When, string? Next);

public sealed record SeverityCase(Condition When, Severity Severity);

/// <summary>An instant that the customer's story names, moved by a period.</summary>
/// <param name="Field">For example <c>order.deliveredAt</c>.</param>
/// <param name="Earlier">The offset is taken off instead of added.</param>
public sealed record Anchor(Field Field, Period Offset, bool Earlier);
