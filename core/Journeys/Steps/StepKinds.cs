using System.Collections.Immutable;
using Engagement.Definitions.Reading;

namespace Engagement.Journeys;

/// <summary>One kind of step: the member that it is written under, and how it is read.</summary>
/// <param name="Read">Takes the step's body, its id, and the step that follows; null when it is wrong.</param>
sealed record StepKind(string Name, Func<StepReader, Place, string, string?, Step?> Read);

/// <summary>All kinds of steps: a new one is a file beside this one, and a line here.</summary>
static class StepKinds
{
    public static ImmutableArray<StepKind> All { get; } =
    [
        new("wait", static (steps, body, id, next) => new WaitReader(steps).Read(body, id, next)),
        new("waitForEvent", WaitForEvent.Read),
        new("branch", Branch.Read),
        new("message", MessageStep.Read),
        new("alert", static (steps, body, id, next) => new AlertReader(steps).Read(body, id, next)),
        new(StepReader.End, End.Read),
    ];

    /// <summary>Their names, as a sentence lists them.</summary>
    public static string Names { get; } =
        $"{string.Join(", ", All[..^1].Select(kind => kind.Name))} and {All[^1].Name}";
}
