using System.Buffers;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Engagement.Templates;

/// <summary>Where a parser of HTML finds each mark.</summary>
sealed class MarkupReading
{
    /// <summary>Elements whose text some programs read as tags and others do not.</summary>
    static readonly HashSet<string> Ambiguous = new(StringComparer.OrdinalIgnoreCase)
    {
        "noscript", "noembed", "noframes", "iframe", "xmp", "plaintext", "listing", "select", "template", "frameset",
        "object", "embed", "applet",
    };

    readonly MarkupMarks _marks;
    readonly Dictionary<int, List<MarkupPlace>> _places = [];

    public MarkupReading(string html, MarkupMarks marks)
    {
        _marks = marks;
        Read(html, isScripting: false);
        if (html.Contains("noscript", StringComparison.OrdinalIgnoreCase))
        {
            // Mail programs see tags in a noscript, browsers see text.
            Read(html, isScripting: true);
        }
    }

    /// <summary>Whether the parser had to flatten the markup: then places are not what they seem.</summary>
    public bool IsTooDeep { get; private set; }

    /// <summary>All places of a mark; a parser that mends markup may repeat one.</summary>
    public IReadOnlyList<MarkupPlace> Places(int mark) =>
        _places.TryGetValue(mark, out var places) ? places : [MarkupPlace.Unclear];

    void Read(string html, bool isScripting)
    {
        var parser = new HtmlParser(new HtmlParserOptions
        {
            MaximumDepth = TemplateLimits.MarkupDepthMax,
            IsScripting = isScripting,
        });
        using var document = parser.ParseDocument(Around(html) + html);
        var waiting = new Stack<(INode Node, bool IsForeign, int Depth)>();
        waiting.Push((document, false, 0));
        while (waiting.TryPop(out var next))
        {
            var isForeign = Read(next.Node, next.IsForeign);
            IsTooDeep |= next.Depth >= TemplateLimits.MarkupDepthMax;
            for (var child = next.Node.LastChild; child is not null; child = child.PreviousSibling)
            {
                waiting.Push((child, isForeign, next.Depth + 1));
            }
        }
    }

    /// <summary>Rows and cells are tags inside of a table only, which a layout may bring.</summary>
    static string Around(string html)
    {
        var tag = html.AsSpan(html.IndexOf('<') + 1);
        var end = tag.IndexOfAnyExcept(Names);
        return (end < 0 ? "" : tag[..end].ToString().ToLowerInvariant()) switch
        {
            "td" or "th" => "<table><tbody><tr>",
            "tr" => "<table><tbody>",
            "tbody" or "thead" or "tfoot" or "caption" or "colgroup" => "<table>",
            "col" => "<table><colgroup>",
            _ => "",
        };
    }

    bool Read(INode node, bool isForeign)
    {
        switch (node)
        {
            case IElement element:
                isForeign |= element.NamespaceUri != NamespaceNames.HtmlUri || Ambiguous.Contains(element.LocalName);
                Read(element, isForeign);
                break;
            case IComment or IProcessingInstruction:
                Add(node.NodeValue ?? "", new MarkupPlace(MarkupKind.Comment), allMustBeWhole: true);
                break;
            case IText text:
                Add(text.Data, Around(text, isForeign), allMustBeWhole: true);
                break;
        }

        return isForeign;
    }

    void Read(IElement element, bool isForeign)
    {
        Add(element.LocalName, MarkupPlace.Unclear, allMustBeWhole: true);
        foreach (var attribute in element.Attributes)
        {
            if (_marks.IsIn(attribute.Name))
            {
                var isBetween = _marks.IsHalf(attribute) && !isForeign;
                Add(attribute.Name, isBetween ? new(MarkupKind.Tag, element) : MarkupPlace.Unclear);
                // What is filled in before the value belongs to the name of the attribute.
                Add(attribute.Value, MarkupPlace.Unclear);
            }
            else if (_marks.IsIn(attribute.Value))
            {
                Add(attribute.Value, new(isForeign ? MarkupKind.Foreign : MarkupKind.Value, element, attribute));
            }
        }
    }

    static MarkupPlace Around(IText text, bool isForeign) => text.ParentElement is not { } parent ? MarkupPlace.Unclear
        : isForeign ? new(MarkupKind.Foreign, parent)
        : parent.LocalName switch
        {
            "script" => new(MarkupKind.Script, parent),
            "style" => new(MarkupKind.Style, parent),
            "title" or "textarea" => new(MarkupKind.Title, parent),
            _ => MarkupPlace.Text,
        };

    void Add(string text, MarkupPlace place, bool allMustBeWhole = false)
    {
        foreach (var (number, before, isWhole) in _marks.In(text))
        {
            var found = isWhole ? EndsTag(before) && place.Kind is MarkupKind.Title or MarkupKind.Style
                    ? MarkupPlace.Unclear
                    : place
                : place.Kind == MarkupKind.Value ? place with { Kind = MarkupKind.BareValue }
                : allMustBeWhole ? MarkupPlace.Unclear
                : place;
            (_places.TryGetValue(number, out var places) ? places : _places[number] = []).Add(found);
        }
    }

    /// <summary>
    /// Whether a text ends in what may become the tag that ends it: the mark keeps the parser from seeing that.
    /// </summary>
    static bool EndsTag(string before)
    {
        var tag = before.LastIndexOf('<');
        return tag >= 0 && before.AsSpan(tag + 1).TrimStart('/').IndexOfAnyExcept(Names) < 0;
    }

    static readonly SearchValues<char> Names =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}
