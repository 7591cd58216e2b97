using System.Text;

namespace Engagement.Schema;

/// <summary>Unicode's normal forms of any text at all.</summary>
public static class ComposedText
{
    // What the platform refuses to normalise: half characters, and the one that marks a byte order read the wrong way.
    const char Misread = '\uFFFE';

    /// <summary>The text in that form; what is no character in it becomes U+FFFD.</summary>
    public static string Of(string text, NormalizationForm form)
    {
        foreach (var letter in text)
        {
            if (letter == Misread || char.IsSurrogate(letter))
            {
                return string.Concat(Runes(text)).Normalize(form);
            }
        }

        return text.Normalize(form);
    }

    static IEnumerable<string> Runes(string text) => text.EnumerateRunes()
        .Select(rune => rune.Value == Misread ? Rune.ReplacementChar.ToString() : rune.ToString());
}
