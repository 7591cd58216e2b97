using System.Collections.Immutable;
using System.Globalization;

namespace Engagement.Definitions;

/// <summary>
/// What was decided about definitions besides publishing them, which puts the newest version in force: that another
/// version is, or none, and which brand messages have that name none.
/// </summary>
/// <param name="Versions">By kind and id, where it is not the newest; 0 for none.</param>
/// <param name="DefaultBrand">Null where nobody has decided: then the first by id.</param>
public sealed record Standing(ImmutableDictionary<(string Kind, string Id), int> Versions, string? DefaultBrand)
{
    /// <summary>
    /// What such acts are stored under, beside the documents and like them as versions that are never changed: who did
    /// what and when can be read for ever, and whoever sees a new revision sees them.
    /// </summary>
    public const string Kind = "standing";

    /// <summary>The act that says which brand is the default.</summary>
    public const string DefaultBrandAct = "default-brand";

    public static Standing Newest { get; } = new(ImmutableDictionary<(string Kind, string Id), int>.Empty, null);

    /// <summary>The id and the text of an act that puts a version in force.</summary>
    /// <param name="version">Null for none.</param>
    public static (string Id, string Text) PutInForce(string kind, string id, int? version) =>
        ($"{kind}.{id}", (version ?? 0).ToString(CultureInfo.InvariantCulture));

    /// <summary>The id and the text of an act that chooses the default brand.</summary>
    public static (string Id, string Text) ChooseDefaultBrand(string id) => (DefaultBrandAct, id);

    /// <summary>What such an act is about.</summary>
    public static (string Kind, string Id) Subject(string actId)
    {
        var dot = actId.IndexOf('.', StringComparison.Ordinal);
        return (actId[..dot], actId[(dot + 1)..]);
    }
}
