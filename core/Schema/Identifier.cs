using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Engagement.Schema;

/// <summary>
/// The one normalisation of everything that names something: events, sources, customers, orders. Two texts that look
/// the same must be the same id, and an id must survive every log, address and header it passes through.
/// <list type="bullet">
/// <item>It is put in Unicode's normal form C, and case is kept.</item>
/// <item>Nothing is trimmed: a blank at either end is refused, in whatever alphabet, since nobody sees it.</item>
/// <item>What cannot be seen is refused: control, format, bidi, zero-width and other ignorable characters, line and
/// paragraph separators.</item>
/// <item>So are lone surrogates and unassigned characters, whose normal form a later Unicode may yet decide.</item>
/// <item>It has 1 to 200 characters after that.</item>
/// <item>What JavaScript makes of a value that is not there (<c>undefined</c>) is refused as a new name.</item>
/// </list>
/// </summary>
public static class Identifier
{
    /// <summary>Unicode characters (not bytes), after normalisation.</summary>
    public const int LengthMax = 200;

    public const string Expected = "1 to 200 visible characters, without blanks around them";

    // Braille's empty cell is a symbol to Unicode, and a blank to everybody else.
    const char BrailleBlank = '\u2800';

    /// <summary>An ordinary name in ASCII, which is its own normal form: nearly every id there is.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> utf8) =>
        utf8.Length is > 0 and <= LengthMax && utf8[0] != ' ' && utf8[^1] != ' ' &&
        !utf8.ContainsAnyExceptInRange((byte)' ', (byte)'~') &&
        !utf8.SequenceEqual("undefined"u8) && !utf8.SequenceEqual("null"u8) && !utf8.SequenceEqual("NaN"u8) &&
        !utf8.SequenceEqual("[object Object]"u8);

    /// <summary>
    /// Whether a text says nothing to whoever reads it: white space of any alphabet, or what cannot be seen at all.
    /// </summary>
    public static bool IsBlank(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var isSeen = Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned || Refused(rune) is null;
            if (isSeen && !IsBlank(rune))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// As <see cref="TryNormalise"/>, for what becomes a name now: stricter than for what may have been one before.
    /// </summary>
    public static bool TryName(
        string text, [NotNullWhen(true)] out string? id, [NotNullWhen(false)] out string? reason)
    {
        if (!TryNormalise(text, out id, out reason))
        {
            return false;
        }

        reason = IsBlank(id) ? "It is blank."
            : IsBlank(Rune.GetRuneAt(id, 0)) ? "A blank is before it."
            : id[^1] is var last && IsBlank(char.IsSurrogate(last) ? Rune.ReplacementChar : new Rune(last))
                ? "A blank is behind it."
            : Slip(id);
        id = reason is null ? id : null;
        return reason is null;
    }

    /// <param name="id">The id to use from here on.</param>
    /// <param name="reason">Why it is none, in a sentence.</param>
    public static bool TryNormalise(
        string text,
        [NotNullWhen(true)] out string? id,
        [NotNullWhen(false)] out string? reason,
        int lengthMax = LengthMax)
    {
        id = null;
        reason = text.Length == 0 ? "It is empty." : Unseen(text);
        if (reason is not null)
        {
            return false;
        }

        var normal = text.Normalize(NormalizationForm.FormC);
        if (LengthOf(normal) > lengthMax)
        {
            reason = $"It has more than {lengthMax} characters.";
            return false;
        }

        id = normal;
        return true;
    }

    /// <summary>The likely cause of a name that no shop gives.</summary>
    static string? Slip(string id) => id switch
    {
        "undefined" => "It is the word that JavaScript makes of a value that was never set.",
        "null" => "It is the word that programs make of a value that is not there.",
        "NaN" => "It is the word that JavaScript makes of a number that is none.",
        "[object Object]" => "It is what JavaScript makes of an object where its id was meant.",
        _ => null,
    };

    static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value == BrailleBlank;

    static int LengthOf(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }

    static string? Unseen(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                return $"Character {i + 1} is half of a surrogate pair.";
            }

            if (Refused(rune) is { } what)
            {
                return $"Character {i + 1}, U+{rune.Value:X4}, is {what}.";
            }

            i += rune.Utf16SequenceLength - 1;
        }

        return null;
    }

    static string? Refused(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => "a control character",
        UnicodeCategory.Format => "invisible",
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "a line break",
        UnicodeCategory.OtherNotAssigned => "not assigned",
        _ => Ignorable(rune.Value) ? "invisible" : null,
    };

    // Unicode's Default_Ignorable_Code_Point as far as it lies outside the categories above: fillers, joiners and
    // variation selectors, which change nothing that a reader sees.
    static bool Ignorable(int value) => value is
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x3164 or
        (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF);
}
