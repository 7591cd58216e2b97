using AngleSharp.Dom;

namespace Engagement.Templates;

/// <summary>What kind of place in markup something stands in.</summary>
enum MarkupKind
{
    /// <summary>Between tags, where escaping keeps all data harmless.</summary>
    Text,

    /// <summary>In a title or a field for text, where no tag begins.</summary>
    Title,

    /// <summary>In the value of an attribute that stands in quotes.</summary>
    Value,
    BareValue,

    /// <summary>Among the attributes of a tag.</summary>
    Tag,
    Comment,
    Style,
    Script,

    /// <summary>In something that mail programs and browsers read differently.</summary>
    Foreign,
    Unclear,
}

/// <param name="Element">The element that it stands in, where that matters.</param>
/// <param name="Attribute">The attribute whose value it stands in.</param>
sealed record MarkupPlace(MarkupKind Kind, IElement? Element = null, IAttr? Attribute = null)
{
    public static readonly MarkupPlace Text = new(MarkupKind.Text);

    public static readonly MarkupPlace Unclear = new(MarkupKind.Unclear);

    /// <summary>
    /// Whether to go from here to the other place without what stands between them makes no difference for what
    /// follows.
    /// </summary>
    public bool IsLike(MarkupPlace other) =>
        Kind == other.Kind && ReferenceEquals(Element, other.Element) && ReferenceEquals(Attribute, other.Attribute);
}
