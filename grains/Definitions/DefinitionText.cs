using System.Text;
using Engagement.Customers;
using Engagement.Definitions.Reading;

namespace Engagement.Definitions;

/// <summary>Definitions as people write them: one YAML or JSON document.</summary>
public static class DefinitionText
{
    /// <summary>Bytes of UTF-8.</summary>
    public const int SizeMax = 256 * 1024;

    /// <summary>Reads a document and checks that what it refers to is published.</summary>
    public static DefinitionReading Check(string text, Catalogue published)
    {
        var reading = Read(text, 1, published, isNew: true);
        return reading.Document is { } root
            ? reading.With(NullCharacters(root).Select(line =>
                new DefinitionProblem(line, "", "A text here has a null character.")))
            : reading;
    }

    /// <summary>Whether what an earlier version refers to is still there.</summary>
    public static DefinitionReading Recheck(string text, Catalogue published) =>
        Read(text, 1, published, isNew: false);

    /// <summary>Reads a document that was checked before it was stored.</summary>
    /// <exception cref="InvalidDataException">
    /// It is not valid any more, which a newer release must never make it.
    /// </exception>
    public static Definition Parse(string kind, string id, int version, string text)
    {
        var reading = Read(text, version, published: null, isNew: false);
        return reading.Definition ?? throw new InvalidDataException(
            $"Version {version} of the {kind} '{id}' was published and cannot be read any more: "
            + $"line {reading.Problems[0].Line}, {reading.Problems[0].Path}: {reading.Problems[0].Message}");
    }

    /// <summary>The lines that have one: it can be escaped, and no database keeps it in text.</summary>
    static IEnumerable<int> NullCharacters(Node node) => node switch
    {
        Node.Scalar scalar => Has(scalar.Text, scalar.Line),
        Node.List list => list.Items.SelectMany(NullCharacters),
        Node.Mapping mapping => mapping.Members.SelectMany(member =>
            Has(member.Name, member.Line).Concat(NullCharacters(member.Value))),
        _ => throw new NotSupportedException($"No way to look into {node.GetType().Name}."),
    };

    static IEnumerable<int> Has(string text, int line) => text.Contains('\0', StringComparison.Ordinal) ? [line] : [];

    static DefinitionReading Read(string text, int version, Catalogue? published, bool isNew)
    {
        if (Encoding.UTF8.GetByteCount(text) > SizeMax)
        {
            return DefinitionReading.Wrong(1, $"The document is larger than {SizeMax / 1024} KB.");
        }

        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var at && isNew)
        {
            return DefinitionReading.Wrong(1 + text.AsSpan(0, at).Count('\n'), "A null character is here.");
        }

        return DocumentParser.Parse(text, out var problems) is { } root
            ? DefinitionReader.Read(root, version, published, isNew).With(problems)
            : new DefinitionReading(null, null, null, []).With(problems);
    }
}
