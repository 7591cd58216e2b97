using System.Globalization;
using System.Text;
using Engagement.Problems;
using Engagement.Time;

namespace Engagement.Http;

/// <summary>Reads query parameters, collects everything wrong with them, and refuses them all at once.</summary>
sealed class QueryReader(HttpContext context)
{
    readonly List<Flaw> _flaws = [];

    public string? Text(string name, int lengthMax = 200)
    {
        if (One(name) is not { Length: > 0 } text)
        {
            return null;
        }

        if (text.EnumerateRunes().Count() <= lengthMax)
        {
            return text;
        }

        _flaws.Add(new($"/{name}", "It is too long.", $"at most {lengthMax} characters"));
        return null;
    }

    public long? Number(string name, long min = 0, long max = long.MaxValue)
    {
        if (One(name) is not { Length: > 0 } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) &&
            number >= min && number <= max)
        {
            return number;
        }

        _flaws.Add(new($"/{name}", "It is not a number in range.", $"an integer from {min} to {max}"));
        return null;
    }

    public DateTimeOffset? Instant(string name)
    {
        if (One(name) is not { Length: > 0 } text)
        {
            return null;
        }

        if (Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var utc))
        {
            return utc;
        }

        _flaws.Add(new($"/{name}", "It is not an instant.", "RFC 3339 with its offset, as 2026-03-09T12:00:00Z"));
        return null;
    }

    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (One(name) is not { Length: > 0 } text)
        {
            return null;
        }

        var names = Enum.GetNames<T>();
        var index = Array.FindIndex(names, known => known.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0 && !char.IsDigit(text[0]))
        {
            return Enum.Parse<T>(names[index]);
        }

        _flaws.Add(new(
            $"/{name}", "It is none of the words known here.", string.Join(", ", names).ToLowerInvariant()));
        return null;
    }

    /// <summary>One of these words, written as they are.</summary>
    public string? Word(string name, IReadOnlyList<string> known)
    {
        var text = Text(name);
        if (text is not null && !known.Contains(text))
        {
            _flaws.Add(new($"/{name}", "It is none of the words known here.", string.Join(", ", known)));
        }

        return text;
    }

    public int Limit() => (int)(Number("limit", 1, Page.LimitMax) ?? Page.LimitDefault);

    /// <exception cref="RefusedException">Something read so far is wrong.</exception>
    public void RefuseFlaws()
    {
        if (_flaws.Count > 0)
        {
            throw new RefusedException(ProblemKind.Invalid.Because(
                "A query parameter is not right; 'errors' says which.", [.. _flaws]));
        }
    }

    string? One(string name)
    {
        var values = context.Request.Query[name];
        if (values.Count > 1)
        {
            _flaws.Add(new($"/{name}", "It is there more than once."));
        }

        return values.Count == 1 ? values[0] : null;
    }
}
