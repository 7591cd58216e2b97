using System.Text;
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
        var reading = Read(text, 1, published);
        return reading.Document is { } root && NullCharacter(root) is { } line
            ? DefinitionReading.Wrong(line, "A text here has a null character.")
            : reading;
    }

    /// <summary>Reads a document that was checked before it was stored.</summary>
    /// <exception cref="InvalidDataException">
    /// It is not valid any more, which a newer release must never make it.
    /// </exception>
    public static Definition Parse(string kind, string id, int version, string text)
    {
        var reading = Read(text, version, published: null);
        return reading.Definition ?? throw new InvalidDataException(
            $"Version {version} of the {kind} '{id}' was published and cannot be read any more: "
            + $"line {reading.Problems[0].Line}, {reading.Problems[0].Path}: {reading.Problems[0].Message}");
    }

    /// <summary>The line of the first one, if any: it can be escaped, and no database keeps it in text.</summary>
    static int? NullCharacter(Node node) => node switch
    {
        Node.Scalar scalar => scalar.Text.Contains('\0', StringComparison.Ordinal) ? scalar.Line : null,
        Node.List list => list.Items.Select(NullCharacter).FirstOrDefault(line => line is not null),
        Node.Mapping mapping => mapping.Members
            .Select(member => member.Name.Contains('\0', StringComparison.Ordinal)
                ? member.Line
                : NullCharacter(member.Value))
            .FirstOrDefault(line => line is not null),
        _ => throw new NotSupportedException($"No way to look into {node.GetType().Name}."),
    };

    static DefinitionReading Read(string text, int version, Catalogue? published)
    {
        if (Encoding.UTF8.GetByteCount(text) > SizeMax)
        {
            return DefinitionReading.Wrong(1, $"The document is larger than {SizeMax / 1024} KB.");
        }

        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var at && published is not null)
        {
            return DefinitionReading.Wrong(1 + text.AsSpan(0, at).Count('\n'), "A null character is here.");
        }

        return DocumentParser.Parse(text, out var problem) is { } root
            ? DefinitionReader.Read(root, version, published)
            : new(null, null, null, [problem!]);
    }
}
