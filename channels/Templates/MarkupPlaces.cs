using AngleSharp.Dom;
using Scriban.Parsing;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>
/// Judges each statement that prints by the place it prints into, as a parser of HTML sees it: escaping keeps data
/// harmless between tags and in some values, and nowhere else. What cannot be judged is refused.
/// </summary>
sealed class MarkupPlaces(string source, ScriptBlockStatement body)
{
    /// <summary>Attributes whose values are text to all who read them.</summary>
    static readonly HashSet<string> Plain = new(StringComparer.OrdinalIgnoreCase)
    {
        "abbr", "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "colspan",
        "datetime", "dir", "face", "headers", "height", "id", "label", "lang", "max", "min", "name", "placeholder",
        "role", "rowspan", "scope", "size", "span", "start", "summary", "title", "valign", "value", "width",
    };

    static readonly HashSet<string> Addresses =
        new(StringComparer.OrdinalIgnoreCase) { "href", "src", "action", "formaction", "background", "poster", "cite" };

    /// <summary>Elements that load, run or change something.</summary>
    static readonly HashSet<string> Active = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "link", "meta", "base", "iframe", "frame", "object", "embed", "applet", "param",
    };

    readonly MarkupMarks _marks = new(source);
    readonly PrintedValues _values = new(body);
    readonly Dictionary<IAttr, HashSet<int>> _safe = new(ReferenceEqualityComparer.Instance);

    public IEnumerable<TemplateMistake> Unsafe()
    {
        if (source.AsSpan().Count('<') > TemplateLimits.TagsMax)
        {
            return [At(default, $"The HTML has more than {TemplateLimits.TagsMax} tags.")];
        }

        return Unsafe(MarkupOutline.Of(body, _marks, default));
    }

    IEnumerable<TemplateMistake> Unsafe(MarkupOutline outline)
    {
        var reading = new MarkupReading(outline.Html, _marks);
        if (reading.IsTooDeep)
        {
            return [At(outline.Start, $"Elements nest more than {TemplateLimits.MarkupDepthMax} deep in the HTML.")];
        }

        return outline.Holes
            .Select(hole => reading.Places(hole.Key)
                .Select(place => Why(outline, hole.Key, hole.Value, place))
                .FirstOrDefault(reason => reason is not null) is { } found ? At(hole.Value.Span.Start, found) : null)
            .Concat(outline.Seams.Values.Select(seam => Broken(reading, seam)))
            .Append(reading.Places(outline.End).All(place => place.Kind == MarkupKind.Text)
                ? null
                : At(outline.Start, "This HTML ends inside of something: a tag, a value, a script or a title."))
            .OfType<TemplateMistake>()
            .Concat(outline.Captured.SelectMany(Unsafe));
    }

    TemplateMistake? Broken(MarkupReading reading, MarkupSeam seam)
    {
        var first = reading.Places(seam.Edges[0])[0];
        var isWhole = first.Kind is MarkupKind.Text or MarkupKind.Title or MarkupKind.Value or MarkupKind.Tag
                or MarkupKind.Style
            && seam.Edges.Concat(seam.Jumps).SelectMany(reading.Places).All(first.IsLike);
        return isWhole ? null : At(
            seam.At,
            first.Kind is MarkupKind.Comment or MarkupKind.Script or MarkupKind.Foreign
                ? "Nothing can be decided here: comments, scripts and drawings cannot be judged."
                : "What is decided here must begin and end in the same kind of place: write whole tags and values.");
    }

    string? Why(MarkupOutline outline, int mark, ScriptExpression printed, MarkupPlace place) => place.Kind switch
    {
        MarkupKind.Text => null,
        MarkupKind.Value => WhyNotInto(outline, mark, printed, place.Element!, place.Attribute!),
        MarkupKind.Title when _values.MayBeMarkup(printed) => "HTML cannot be written into a title.",
        MarkupKind.Title => null,
        MarkupKind.BareValue => "Put quotes round the value of the attribute.",
        MarkupKind.Tag => "Nothing can be filled into a tag itself, only into its attributes' values.",
        MarkupKind.Comment => "Nothing can be filled into a comment of HTML; begin one of templates with {{ #.",
        MarkupKind.Script => "Nothing can be filled into a script.",
        MarkupKind.Style => "Nothing can be filled into a style sheet; a style attribute takes a colour of the brand.",
        MarkupKind.Foreign => "Nothing can be filled in here: programs read this element differently.",
        _ => "What is filled in here cannot be judged: it touches a tag. Write &lt; for a sign of less-than.",
    };

    string? WhyNotInto(MarkupOutline outline, int mark, ScriptExpression printed, IElement element, IAttr attribute)
    {
        var name = attribute.Name;
        if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
        {
            return $"Nothing can be filled into {name}: it is a script.";
        }

        if (Active.Contains(element.LocalName) && !IsPlainMeta(element, name))
        {
            return $"Nothing can be filled into the tag {element.LocalName}.";
        }

        if (_values.MayBeMarkup(printed))
        {
            return "HTML cannot be written into the value of an attribute.";
        }

        if (name.Equals("style", StringComparison.OrdinalIgnoreCase))
        {
            return PrintedValues.IsStyle(printed)
                ? null
                : "A style attribute takes a colour of the brand, or a number of math.round, and nothing else.";
        }

        if (Addresses.Contains(name))
        {
            return SafeIn(attribute, outline).Contains(mark)
                ? null
                : "Write html.url before an address that comes from data, or begin it with https://.";
        }

        return Plain.Contains(name) || IsPlainMeta(element, name) || IsOwn(name, "data-") || IsOwn(name, "aria-")
            ? null
            : $"Nothing can be filled into {name}: what is read there cannot be judged.";
    }

    HashSet<int> SafeIn(IAttr attribute, MarkupOutline outline) => _safe.TryGetValue(attribute, out var safe)
        ? safe
        : _safe[attribute] = AddressBeginning.Safe(attribute.Value, outline, _marks);

    /// <summary>What a page says of itself; with http-equiv it is a command.</summary>
    static bool IsPlainMeta(IElement element, string attribute) =>
        element.LocalName == "meta" && attribute == "content" && !element.HasAttribute("http-equiv");

    static bool IsOwn(string name, string beginning) => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);

    TemplateMistake At(TextPosition at, string reason) => TemplateMistake.At(source, at, reason);
}
