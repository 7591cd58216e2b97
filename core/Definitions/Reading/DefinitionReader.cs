namespace Engagement.Definitions.Reading;

/// <summary>
/// Turns a document into a definition, or says what is wrong with it, where, and what would be right.
/// </summary>
public static class DefinitionReader
{
    /// <param name="version">The version it will have; documents do not name their own.</param>
    /// <param name="published">
    /// What is in force, to check that what the document refers to exists; null skips that, for what was checked
    /// before.
    /// </param>
    public static DefinitionReading Read(Node root, int version, Catalogue? published)
    {
        var problems = new Problems();
        if (Members.Of(problems, new(root, "")) is not { } members)
        {
            return new(null, null, null, problems.Found) { Document = root };
        }

        var kind = Kind(problems, members);
        var id = Id(problems, members);
        var parts = new PartReader(problems);
        Definition? definition = (id is null ? null : kind) switch
        {
            null => null,
            Kinds.Journey => new JourneyReader(parts, published).Read(members, id!, version),
            Kinds.Programme => new ProgrammeReader(parts, isNew: published is not null).Read(members, id!, version),
            Kinds.Template => new TemplateReader(problems, published).Read(members, id!, version),
            Kinds.Brand => new BrandReader(problems).Read(members, id!, version),
            _ => throw new NotSupportedException($"No reader for definitions of kind {kind}."),
        };
        if (definition is not null)
        {
            members.Done();
        }

        return new(kind, id, problems.Any ? null : definition, problems.Found) { Document = root };
    }

    static string? Kind(Problems problems, Members members)
    {
        var kind = members.Text("kind", Limits.IdMax, "journey, programme, template or brand");
        if (kind is null or Kinds.Journey or Kinds.Programme or Kinds.Template or Kinds.Brand)
        {
            return kind;
        }

        problems.Add(members.Take("kind")!.Value, $"'{kind}' is none of journey, programme, template, brand.");
        return null;
    }

    static string? Id(Problems problems, Members members)
    {
        var id = members.Text("id", Limits.IdMax, "lower-case letters, digits and dashes");
        if (id is null || Notation.Id.IsMatch(id))
        {
            return id;
        }

        problems.Add(members.Take("id")!.Value, "An id has lower-case letters, digits and dashes, and no dash first.");
        return null;
    }
}
