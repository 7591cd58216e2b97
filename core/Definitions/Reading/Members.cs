using System.Collections.Immutable;
using System.Globalization;

namespace Engagement.Definitions.Reading;

/// <summary>
/// Takes the members of one mapping. Whatever is not taken is not known, and is reported with the names that are.
/// </summary>
sealed class Members
{
    readonly Problems _problems;
    readonly Place _place;
    readonly ImmutableArray<Member> _members;
    readonly List<string> _known = [];

    Members(Problems problems, Place place, ImmutableArray<Member> members)
    {
        (_problems, _place, _members) = (problems, place, members);
    }

    /// <summary>Null, and a problem, when the node is no mapping.</summary>
    public static Members? Of(Problems problems, Place place)
    {
        if (place.Node is Node.Mapping mapping)
        {
            return new(problems, place, mapping.Members);
        }

        problems.Add(place, $"This is {place.Node.Shape}; a mapping of names to values is expected.");
        return null;
    }

    public Place Here => _place;

    public Place? Take(string name)
    {
        if (!_known.Contains(name))
        {
            _known.Add(name);
        }

        foreach (var member in _members)
        {
            if (member.Name == name)
            {
                return new(member.Value, At(name));
            }
        }

        return null;
    }

    public Place? Require(string name, string what)
    {
        var place = Take(name);
        if (place is null)
        {
            _problems.Add(_place.Node.Line, At(name), $"'{name}' is missing: {what}.");
        }

        return place;
    }

    /// <summary>A text of at most so many characters; null when it is absent or wrong.</summary>
    public string? Text(string name, int max, string? required = null)
    {
        if ((required is null ? Take(name) : Require(name, required)) is not { } place)
        {
            return null;
        }

        if (place.Node is not Node.Scalar { Text: var text })
        {
            _problems.Add(place, $"This is {place.Node.Shape}; a text is expected.");
            return null;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            _problems.Add(place, "The text is empty.");
            return null;
        }

        if (text.Length > max)
        {
            _problems.Add(place, $"The text has {text.Length} characters; at most {max} are allowed.");
            return null;
        }

        return text;
    }

    public bool Truth(string name, bool otherwise)
    {
        if (Take(name) is not { } place)
        {
            return otherwise;
        }

        switch (place.Node)
        {
            case Node.Scalar { Plain: true, Text: "true" }:
                return true;
            case Node.Scalar { Plain: true, Text: "false" }:
                return false;
            default:
                _problems.Add(place, "Either true or false is expected.");
                return otherwise;
        }
    }

    public long Whole(string name, long min, long max, long? otherwise)
    {
        if ((otherwise is null ? Require(name, $"a whole number from {min} to {max}") : Take(name)) is not { } place)
        {
            return otherwise ?? min;
        }

        if (place.Node is Node.Scalar { Plain: true, Text: var text }
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min
            && number <= max)
        {
            return number;
        }

        _problems.Add(place, $"A whole number from {min} to {max} is expected.");
        return min;
    }

    /// <summary>Reports every member that was never asked for.</summary>
    public void Done()
    {
        foreach (var member in _members)
        {
            if (!_known.Contains(member.Name))
            {
                _problems.Add(
                    member.Line,
                    At(member.Name),
                    $"'{member.Name}' is not known here" + (NearName.Of(member.Name, _known) is { } near
                        ? $": did you mean {near}?"
                        : $"; known are {string.Join(", ", _known)}."));
            }
        }
    }

    string At(string name) => _place.Path.Length == 0 ? name : $"{_place.Path}.{name}";
}
