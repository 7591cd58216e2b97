namespace Engagement;

/// <summary>What somebody meant who wrote a name that there is not.</summary>
public static class NearName
{
    /// <summary>Which of the names was meant, or else which there are: the end of a sentence.</summary>
    public static string Instead(string wrong, IEnumerable<string> known)
    {
        var names = known.ToArray();
        return Of(wrong, names) is { } near ? $": did you mean {near}?"
            : names.Length > 0 ? $"; there are {string.Join(", ", names)}."
            : "; there is none.";
    }


    /// <returns>The nearest of the names that there are; null where none is near.</returns>
    public static string? Of(string wrong, IEnumerable<string> known) => known
        .Select(name => (Name: name, Far: Distance(wrong, name)))
        .Where(pair => pair.Far <= Math.Max(1, wrong.Length / 3))
        .OrderBy(pair => pair.Far)
        .ThenBy(pair => pair.Name, StringComparer.Ordinal)
        .Select(pair => pair.Name)
        .FirstOrDefault();

    /// <summary>
    /// How many letters one must change, add, leave out or swap; one at most where a name is said with a word more, as
    /// <c>firstName</c> for <c>name</c>.
    /// </summary>
    static int Distance(string wrong, string name)
    {
        const StringComparison Either = StringComparison.OrdinalIgnoreCase;
        if (name.Length > 2 && (wrong.EndsWith(name, Either) || wrong.StartsWith(name, Either)))
        {
            return 1;
        }

        var (before, last) = (new int[name.Length + 1], Enumerable.Range(0, name.Length + 1).ToArray());
        for (var i = 1; i <= Math.Min(wrong.Length, 100); i++)
        {
            var next = new int[name.Length + 1];
            next[0] = i;
            for (var j = 1; j <= name.Length; j++)
            {
                var same = Same(wrong[i - 1], name[j - 1]) ? 0 : 1;
                next[j] = Math.Min(Math.Min(last[j], next[j - 1]) + 1, last[j - 1] + same);
                if (i > 1 && j > 1 && Same(wrong[i - 1], name[j - 2]) && Same(wrong[i - 2], name[j - 1]))
                {
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
                }
            }

            (before, last) = (last, next);
        }

        return last[^1];
    }

    static bool Same(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
