using System.Collections.Immutable;

namespace Engagement.Definitions.Reading;

/// <summary>Something wrong with a document: where, what, and what would be right.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Path">For example <c>steps[2].wait.for</c>; empty for the document as a whole.</param>
public sealed record DefinitionProblem(int Line, string Path, string Message);

/// <summary>What came of reading a document.</summary>
/// <param name="Definition">Null when there are problems.</param>
/// <param name="Problems">The first by line.</param>
public sealed record DefinitionReading(
    string? Kind, string? Id, Definition? Definition, ImmutableArray<DefinitionProblem> Problems)
{
    /// <summary>How many problems are told; of the rest only how many there are.</summary>
    public const int ProblemsMax = 10;

    /// <summary>The document as it was read, to find the lines of its parts; null when it could not be.</summary>
    public Node? Document { get; init; }

    /// <summary>The definition as far as it could be read, to go on looking for what is wrong.</summary>
    public Definition? Draft { get; init; }

    /// <summary>How many problems there are besides.</summary>
    public int More { get; init; }

    /// <summary>What does not keep it from being published, and should be looked at.</summary>
    public ImmutableArray<DefinitionProblem> Warnings { get; init; } = [];

    public static DefinitionReading Wrong(int line, string message) =>
        new(null, null, null, [new(line, "", message)]);

    /// <summary>The same with more that is wrong.</summary>
    public DefinitionReading With(IEnumerable<DefinitionProblem> problems)
    {
        var all = Problems.Concat(problems).OrderBy(problem => problem.Line).ToImmutableArray();
        return this with
        {
            Definition = all.IsEmpty ? Definition : null,
            Problems = [.. all.Take(ProblemsMax)],
            More = More + Math.Max(0, all.Length - ProblemsMax),
        };
    }
}
