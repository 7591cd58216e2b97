using System.Collections.Immutable;
using Engagement.Definitions.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Engagement.Definitions;

/// <summary>
/// Makes a tree with line numbers of YAML, and of JSON, which is a part of it. What could make a small text mean a
/// large document (anchors, aliases) or another type (tags) is refused.
/// </summary>
sealed class DocumentParser
{
    const int DepthMax = 20;

    readonly IParser _parser;
    readonly ImmutableArray<DefinitionProblem>.Builder _problems = ImmutableArray.CreateBuilder<DefinitionProblem>();

    DocumentParser(IParser parser) => _parser = parser;

    /// <summary>The document, or null where it cannot be read to its end; and what is wrong with it.</summary>
    public static Node? Parse(string text, out ImmutableArray<DefinitionProblem> problems)
    {
        var parser = new Parser(new StringReader(text));
        var reader = new DocumentParser(parser);
        Node? document = null;
        try
        {
            document = reader.Document();
        }
        catch (YamlException e)
        {
            reader._problems.Add(new((int)Math.Max(1, e.Start.Line), "", Reason(e)));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The scanner meets some malformed texts with these instead of saying where they are malformed.
            reader._problems.Add(new(
                (int)(parser.Current?.End.Line ?? 1), "", "This is neither YAML nor JSON, from here on."));
        }

        problems = reader._problems.ToImmutable();
        return document;
    }

    static string Reason(YamlException e) =>
        e is Refusal ? e.Message : $"This is neither YAML nor JSON: {e.Message}";

    Node Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            throw new Refusal(_parser.Current!, "The document is empty.");
        }

        var root = Node(1);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
        {
            throw new Refusal(_parser.Current!, "A second document begins here; one is expected.");
        }

        return root;
    }

    Node Node(int depth)
    {
        var current = _parser.Current!;
        if (depth > DepthMax)
        {
            throw new Refusal(current, $"The document is nested deeper than {DepthMax}.");
        }

        if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
        {
            throw new Refusal(current, "Anchors and aliases are not allowed: write it out.");
        }

        // Only a tag that was written counts; the parser marks quoted text with the tag "!".
        if (current is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
        {
            _problems.Add(new(Line(current), "", "Tags are not allowed."));
        }

        return current switch
        {
            Scalar scalar => Scalar(scalar),
            SequenceStart start => List(start, depth),
            MappingStart start => Mapping(start, depth),
            _ => throw new Refusal(current, "A value is expected."),
        };
    }

    Node.Scalar Scalar(Scalar scalar)
    {
        _parser.MoveNext();
        var first = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded ? Line(scalar) + 1 : Line(scalar);
        return new(scalar.Value, scalar.Style == ScalarStyle.Plain, first);
    }

    Node.List List(SequenceStart start, int depth)
    {
        _parser.MoveNext();
        var items = ImmutableArray.CreateBuilder<Node>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(depth + 1));
        }

        return new(items.ToImmutable(), Line(start));
    }

    Node.Mapping Mapping(MappingStart start, int depth)
    {
        _parser.MoveNext();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var members = ImmutableArray.CreateBuilder<Member>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Current!;
            if (Node(depth + 1) is not Node.Scalar { Text: var name, Line: var line })
            {
                throw new Refusal(key, "A name must be a single value.");
            }

            var value = Node(depth + 1);
            if (names.Add(name))
            {
                members.Add(new(name, value, line));
            }
            else
            {
                _problems.Add(new(line, "", $"'{name}' is here twice; the first one would be lost."));
            }
        }

        return new(members.ToImmutable(), Line(start));
    }

    static int Line(ParsingEvent at) => (int)at.Start.Line;

    sealed class Refusal(ParsingEvent at, string message) : YamlException(at.Start, at.End, message);
}
