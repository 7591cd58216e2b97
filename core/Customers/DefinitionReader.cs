using Engagement.Definitions;
using Engagement.Definitions.Reading;

namespace Engagement.Customers;

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
    /// <param name="isNew">
    /// It is to be published, and not one that was: what no document may say any more is wrong.
    /// </param>
    public static DefinitionReading Read(Node root, int version, Catalogue? published, bool isNew)
    {
        var problems = new Problems();
        if (Members.Of(problems, new(root, "")) is not { } members)
        {
            return new(null, null, null, problems.First) { Document = root };
        }

        var kind = Kind(problems, members);
        var id = Id(problems, members);
        var parts = new PartReader(problems, SliceTable.Fields, published, isNew);
        var draft = kind is null ? null : SliceTable.Kinds[kind].Read(parts, members, id ?? "", version);
        if (kind is not null)
        {
            members.Done();
        }

        return new(kind, id, problems.Any ? null : draft, problems.First)
        {
            Document = root,
            Draft = draft,
            More = problems.Count - problems.First.Length,
        };
    }

    static string? Kind(Problems problems, Members members)
    {
        var kind = members.Text("kind", Limits.IdMax, "journey, programme, template or brand");
        if (kind is null || Kinds.All.Contains(kind))
        {
            return kind;
        }

        problems.NoneOf(members.Take("kind")!.Value, kind, [.. Kinds.All]);
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
