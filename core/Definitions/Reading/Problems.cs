using System.Collections.Immutable;

namespace Engagement.Definitions.Reading;

/// <summary>Collects what is wrong, and counts what is beyond the first that anybody reads.</summary>
sealed class Problems
{
    readonly List<DefinitionProblem> _first = [];

    public bool Any => Count > 0;

    public int Count { get; private set; }

    public void Add(int line, string path, string message)
    {
        Count++;
        var place = _first.FindLastIndex(before => before.Line <= line) + 1;
        _first.Insert(place, new(line, path, message));
        if (_first.Count > DefinitionReading.ProblemsMax)
        {
            _first.RemoveAt(DefinitionReading.ProblemsMax);
        }
    }

    public void Add(Place place, string message) => Add(place.Node.Line, place.Path, message);

    /// <summary>A name that is none of those there are.</summary>
    public void NoneOf(Place place, string name, params ReadOnlySpan<string> names) => Add(
        place,
        $"'{name}' is none of {string.Join(", ", names!)}."
        + (NearName.Of(name, [.. names]) is { } near ? $" Did you mean {near}?" : ""));

    /// <summary>The first by line.</summary>
    public ImmutableArray<DefinitionProblem> First => [.. _first];
}

/// <summary>A node and how it is reached.</summary>
readonly record struct Place(Node Node, string Path);
