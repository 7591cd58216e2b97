using System.Collections.Immutable;
using System.Reflection;
using Engagement.Customers;
using Engagement.Definitions.Reading;
using Engagement.Messages;

namespace Engagement.Definitions;

/// <summary>What a new workspace may begin with, in the order in which it can be published.</summary>
public static class StarterDefinitions
{
    const string Folder = "Engagement.Definitions.Starter.";

    public static ImmutableArray<StarterDefinition> All { get; } = Read();

    /// <summary>What they refer to comes first: brand, layouts, templates, programmes, journeys.</summary>
    static ImmutableArray<StarterDefinition> Read()
    {
        var assembly = typeof(StarterDefinitions).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
                .Select(name => Read(assembly, name))
                .OrderBy(starter => Rank(starter.Definition))
                .ThenBy(starter => starter.Id, StringComparer.Ordinal),
        ];
    }

    static StarterDefinition Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        var text = reader.ReadToEnd();
        var reading = DocumentParser.Parse(text, out var problems) is { } root
            ? DefinitionReader.Read(root, 1, published: null, isNew: false).With(problems)
            : new DefinitionReading(null, null, null, problems);
        return reading is { Kind: { } kind, Id: { } id, Definition: { } definition }
            ? new(kind, id, text, definition)
            : throw new InvalidDataException(
                $"{name}, line {reading.Problems[0].Line}, {reading.Problems[0].Path}: {reading.Problems[0].Message}");
    }

    static int Rank(Definition definition) => definition switch
    {
        Brand => 0,
        Messages.MessageTemplate { Layout: null } => 1,
        Messages.MessageTemplate => 2,
        Loyalty.Programme => 3,
        _ => 4,
    };
}

/// <param name="Text">The document, as it can be published.</param>
public sealed record StarterDefinition(string Kind, string Id, string Text, Definition Definition);
