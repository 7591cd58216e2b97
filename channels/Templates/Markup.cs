using System.Text;

namespace Engagement.Templates;

/// <summary>Text that is HTML already, and so is not escaped when it is written. Only this folder makes it.</summary>
sealed class Markup(string html)
{
    public override string ToString() => html;

    /// <summary>Makes text inert, in markup as in quoted attributes. Letters of all languages stay.</summary>
    public static string Escape(string text)
    {
        var at = text.AsSpan().IndexOfAny("&<>\"'");
        if (at < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16).Append(text, 0, at);
        foreach (var c in text.AsSpan(at))
        {
            escaped = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
