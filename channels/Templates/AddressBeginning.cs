namespace Engagement.Templates;

/// <summary>
/// Whether an address leads where an address may lead, whatever is filled in: its scheme is written in the template, or
/// html.url has seen to it. Both must be so on every way through the branches before.
/// </summary>
static class AddressBeginning
{
    static readonly string[] Schemes = ["https:", "http:", "mailto:", "tel:"];

    /// <summary>What may be filled into an address without harm.</summary>
    public static HashSet<int> Safe(string value, MarkupOutline outline, MarkupMarks marks)
    {
        var safe = new HashSet<int>();
        var ways = new Stack<(MarkupSeam Seam, Way Before, bool AllFixed)>();
        var way = new Way("", false);
        foreach (var (number, before, _) in marks.In(value))
        {
            way = way.With(before);
            if (outline.Holes.TryGetValue(number, out var printed))
            {
                var isFixed = way.IsFixed || (way.IsEmpty && PrintedValues.IsAddress(printed));
                if (isFixed)
                {
                    safe.Add(number);
                }

                way = new Way(isFixed ? "" : "?", isFixed);
            }
            else if (outline.Seams.TryGetValue(number, out var begun))
            {
                ways.Push((begun, way, true));
            }
            else if (ways.TryPeek(out var open) && open.Seam.Edges.Contains(number))
            {
                ways.Pop();
                var allFixed = open.AllFixed && way.IsFixed;
                var isLast = open.Seam.Edges[^1] == number;
                if (!isLast)
                {
                    ways.Push((open.Seam, open.Before, allFixed));
                }

                way = !isLast || open.Before.IsFixed ? open.Before
                    : new Way("?", allFixed && open.Seam.HasElse);
            }
        }

        return safe;
    }

    public static bool HasScheme(string text) =>
        Schemes.Any(scheme => text.TrimStart().StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <param name="Known">The literal text so far.</param>
    /// <param name="IsFixed">Whether the scheme is settled.</param>
    readonly record struct Way(string Known, bool IsFixed)
    {
        public bool IsEmpty => string.IsNullOrWhiteSpace(Known);

        public Way With(string text) => IsFixed ? this : new Way(Known + text, HasScheme(Known + text));
    }
}
