using System.Collections.Immutable;

namespace Engagement.Definitions.Reading;

/// <summary>Collects what is wrong, up to a limit beyond which nobody reads on.</summary>
sealed class Problems
{
    public const int Max = 50;

    readonly ImmutableArray<DefinitionProblem>.Builder _found = ImmutableArray.CreateBuilder<DefinitionProblem>();

    public bool Any => _found.Count > 0;

    public void Add(int line, string path, string message)
    {
        if (_found.Count < Max)
        {
            _found.Add(new(line, path, message));
        }
    }

    public void Add(Place place, string message) => Add(place.Node.Line, place.Path, message);

    public ImmutableArray<DefinitionProblem> Found => [.. _found.OrderBy(problem => problem.Line)];
}

/// <summary>A node and how it is reached.</summary>
readonly record struct Place(Node Node, string Path);
