using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Engagement.Replay;

/// <summary>Reads a mapping from YAML, and says with its line what is wrong with one.</summary>
static class MappingReader
{
    /// <exception cref="MappingException">It is not a mapping.</exception>
    public static RecordMapping Read(TextReader yaml)
    {
        var root = Root(yaml);
        var zone = Text(root, "zone") is { } id
            ? Zone(Node(root, "zone"), id)
            : TimeZoneInfo.Utc;
        return new(
            Needed(root, "name"),
            Needed(root, "source"),
            zone,
            Needed(root, "time"),
            Needed(root, "kind"),
            new(Needed(root, "customer")))
        {
            Recognise = [.. List(root, "recognise")],
            Skip = List(root, "skip").ToHashSet(StringComparer.Ordinal),
            Tables = Children(root, "tables").ToDictionary(
                table => table.Name,
                table => (IReadOnlyDictionary<string, string>)Children(table.Node)
                    .ToDictionary(row => row.Name, row => ((YamlScalarNode)row.Node).Value!, StringComparer.Ordinal),
                StringComparer.Ordinal),
            Kinds = Children(root, "events").ToDictionary(
                kind => kind.Name, kind => Kind((YamlMappingNode)kind.Node), StringComparer.Ordinal),
        };
    }

    static KindMapping Kind(YamlMappingNode node) =>
        new(Needed(node, "type"), new(Needed(node, "id")), ExpressionOf(Node(node, "data")));

    static Expression ExpressionOf(YamlNode node) => node switch
    {
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } when Plain(text) is { } value =>
            new Expression.Fixed(value),
        YamlScalarNode scalar => new Expression.Template(scalar.Value!),
        YamlMappingNode map when Operator(map) is { } made => made,
        YamlMappingNode map => new Expression.Members(
            [.. Children(map).Select(child => (child.Name, ExpressionOf(child.Node)))]),
        _ => throw Wrong(node, "it is neither text nor a mapping; a list is made with $each"),
    };

    static JsonNode? Plain(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : bool.TryParse(text, out var flag) ? flag
        : null;

    static Expression? Operator(YamlMappingNode map)
    {
        var word = Children(map).Select(child => child.Name).FirstOrDefault(name => name.StartsWith('$'));
        return word switch
        {
            null => null,
            "$value" => new Expression.Verbatim(Needed(map, word)),
            "$instant" => new Expression.Instant(Needed(map, word)),
            "$endOfDay" => new Expression.EndOfDay(Needed(map, word)),
            "$money" => new Expression.Money(Needed(map, word), Needed(map, "currency"), Digits(map)),
            "$each" => new Expression.Each(Needed(map, word), ExpressionOf(Node(map, "item"))),
            "$lookup" => new Expression.Lookup(new(Needed(map, word)), Needed(map, "in")),
            _ => throw Wrong(map, $"there is no '{word}', only $value $instant $endOfDay $money $each $lookup"),
        };
    }

    // How many digits the currency has behind the point.
    static int Digits(YamlMappingNode map) => Text(map, "digits") is not { } text ? 2
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits <= 4 ? digits
        : throw Wrong(map, "'digits' is not a number from 0 to 4");

    static YamlMappingNode Root(TextReader yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(yaml);
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? root
                : throw new MappingException("Line 1: a mapping is one YAML document with members.");
        }
        catch (YamlException error)
        {
            throw new MappingException($"Line {error.Start.Line}: {error.Message}", error);
        }
    }

    static TimeZoneInfo Zone(YamlNode node, string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
        ? zone
        : throw Wrong(node, $"'{id}' is not a time zone; America/Sao_Paulo is one");

    static YamlNode Node(YamlMappingNode map, string name) =>
        map.Children.TryGetValue(new YamlScalarNode(name), out var node)
            ? node
            : throw Wrong(map, $"'{name}' is missing");

    static string Needed(YamlMappingNode map, string name) => Node(map, name) is YamlScalarNode { Value: { } text }
        ? text
        : throw Wrong(map, $"'{name}' is not text");

    static string? Text(YamlMappingNode map, string name) =>
        map.Children.ContainsKey(new YamlScalarNode(name)) ? Needed(map, name) : null;

    static IEnumerable<string> List(YamlMappingNode map, string name) =>
        map.Children.TryGetValue(new YamlScalarNode(name), out var node)
            ? ((YamlSequenceNode)node).Children.Select(child => ((YamlScalarNode)child).Value!)
            : [];

    static IEnumerable<(string Name, YamlNode Node)> Children(YamlMappingNode map, string name) =>
        map.Children.TryGetValue(new YamlScalarNode(name), out var node) ? Children(node) : [];

    static IEnumerable<(string Name, YamlNode Node)> Children(YamlNode node) => node is YamlMappingNode map
        ? map.Children.Select(child => (((YamlScalarNode)child.Key).Value!, child.Value))
        : throw Wrong(node, "members are needed here");

    static MappingException Wrong(YamlNode node, string what) => new($"Line {node.Start.Line}: {what}.");
}

/// <summary>A mapping file cannot be used.</summary>
sealed class MappingException(string message, Exception? inner = null) : Exception(message, inner);
