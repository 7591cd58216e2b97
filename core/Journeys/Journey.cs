using System.Collections.Immutable;
using Engagement.Definitions;
using Engagement.Time;

namespace Engagement.Journeys;

/// <summary>
/// What follows when something happens, step by step. A run keeps the version it began with to its end.
/// </summary>
/// <param name="Enabled">False lets nobody in; runs under way go on.</param>
/// <param name="When">What must hold, besides the event, for a customer to enter.</param>
/// <param name="Exit">Events on the same order that end a run at once.</param>
/// <param name="Repeating">Steps that lie on a loop, whose effects are numbered by round.</param>
public sealed record Journey(
    string Id,
    int Version,
    string Name,
    bool Enabled,
    Trigger Trigger,
    Condition? When,
    Entry Entry,
    ImmutableArray<string> Exit,
    ImmutableArray<Step> Steps,
    ImmutableHashSet<string> Repeating) : Definition(Id, Version)
{
    /// <summary>The brand of its messages, where their template names none; null for the workspace's default.</summary>
    public string? Brand { get; init; }

    public Step? Step(string? id)
    {
        foreach (var step in Steps)
        {
            if (step.Id == id)
            {
                return step;
            }
        }

        return null;
    }
}

/// <param name="Types">Any of these events begins it.</param>
/// <param name="Within">An event that is older than this when we hear of it comes too late to begin anything.</param>
public sealed record Trigger(ImmutableArray<string> Types, Period? Within = null);

/// <param name="Again">Whether the same order or customer may enter again once its run is over.</param>
public sealed record Entry(OncePer Per, bool Again = false);

/// <summary>What a journey runs at most once for.</summary>
public enum OncePer
{
    Order = 1,
    Review = 2,
    Event = 3,
    Customer = 4,
}
