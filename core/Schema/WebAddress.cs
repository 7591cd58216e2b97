using System.Buffers;

namespace Engagement.Schema;

/// <summary>Says why a text is no absolute URL of http or https.</summary>
static class WebAddress
{
    const string Scheme = "://";

    static readonly SearchValues<char> s_endOfAuthority = SearchValues.Create("/?#");

    /// <param name="text">It does not have the form of one.</param>
    public static string Flaw(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(Scheme, StringComparison.Ordinal);
        if (text.StartsWith("//", StringComparison.Ordinal) || end < 0)
        {
            return "It is relative, or not of http or https.";
        }

        if (!text[..end].Equals("https", StringComparison.OrdinalIgnoreCase) &&
            !text[..end].Equals("http", StringComparison.OrdinalIgnoreCase))
        {
            return "Its scheme is neither http nor https.";
        }

        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                return $"It has white space or a control character, U+{(int)c:X4}; URLs write it percent-encoded.";
            }

            if (c is '"' or '<' or '>')
            {
                return $"It has a '{c}'; URLs write it percent-encoded.";
            }
        }

        var authority = text[(end + Scheme.Length)..];
        var path = authority.IndexOfAny(s_endOfAuthority);
        authority = path < 0 ? authority : authority[..path];
        return authority[(authority.LastIndexOf('@') + 1)..] is [] or [':', ..]
            ? "It has no host."
            : "Its host or its port is none.";
    }
}
