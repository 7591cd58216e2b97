using System.Text;
using Engagement.Schema;

namespace Engagement.Storage;

/// <summary>
/// What a search is compared in: no case and no accents, as the console's own filter has it, so that "élodie", "Elodie"
/// and "ÉLODIE" find each other. Databases know case in ASCII only, or as their locale has it; so it is done here, and
/// a customer's row holds what came of it where that is more than lower case in ASCII.
/// </summary>
static class SearchText
{
    // What a letter with accents is taken apart into besides, and the vowel points of Hebrew and Arabic. Signs of other
    // scripts that are letters in all but name stay: a word would be another without them.
    static readonly (char First, char Last)[] s_marks =
    [
        ('\u0300', '\u036f'), ('\u0591', '\u05bd'), ('\u05bf', '\u05bf'), ('\u05c1', '\u05c2'), ('\u05c4', '\u05c5'),
        ('\u064b', '\u0652'), ('\u0670', '\u0670'), ('\u1ab0', '\u1aff'), ('\u1dc0', '\u1dff'), ('\u20d0', '\u20ff'),
        ('\u3099', '\u309a'), ('\ufe20', '\ufe2f'),
    ];

    

    /// <summary>What a customer is found by, when a database cannot tell it by itself; else null.</summary>
    public static string? Of(string customerId, string? name, string? email) =>
        IsAscii(customerId) && IsAscii(name) && IsAscii(email) ? null : Fold($"{customerId}\n{name}\n{email}");

    public static string Fold(string text)
    {
        if (IsAscii(text))
        {
            return text.ToLowerInvariant();
        }

        var folded = new StringBuilder(text.Length);
        foreach (var letter in ComposedText.Of(text, NormalizationForm.FormD))
        {
            if (!Array.Exists(s_marks, marks => letter >= marks.First && letter <= marks.Last))
            {
                folded.Append(letter);
            }
        }

        // By way of upper case, which letters of one kind share that have two forms in lower case, such as sigma.
        return folded.ToString().ToUpperInvariant().ToLowerInvariant();
    }

    static bool IsAscii(string? text) => text is null || Ascii.IsValid(text);
}
