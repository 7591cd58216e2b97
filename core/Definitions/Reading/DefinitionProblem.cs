using System.Collections.Immutable;

namespace Engagement.Definitions.Reading;

/// <summary>Something wrong with a document: where, what, and what would be right.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Path">For example <c>steps[2].wait.for</c>; empty for the document as a whole.</param>
public sealed record DefinitionProblem(int Line, string Path, string Message);

/// <summary>What came of reading a document.</summary>
/// <param name="Definition">Null when there are problems.</param>
public sealed record DefinitionReading(
    string? Kind, string? Id, Definition? Definition, ImmutableArray<DefinitionProblem> Problems)
{
    /// <summary>The document as it was read, to find the lines of its parts; null when it could not be.</summary>
    public Node? Document { get; init; }

    public static DefinitionReading Wrong(int line, string message) =>
        new(null, null, null, [new(line, "", message)]);
}
