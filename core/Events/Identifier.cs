using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Engagement.Events;

/// <summary>
/// The one normalisation of everything that names something: events, sources, customers, orders. Two texts that look
/// the same must be the same id, and an id must survive every log, address and header it passes through.
/// <list type="bullet">
/// <item>It is put in Unicode's normal form C. Nothing is trimmed, and case is kept.</item>
/// <item>What cannot be seen is refused: control, format, bidi, zero-width and other ignorable characters, line and
/// paragraph separators.</item>
/// <item>So are lone surrogates and unassigned characters, whose normal form a later Unicode may yet decide.</item>
/// <item>It has 1 to 200 characters after that.</item>
/// </list>
/// </summary>
public static class Identifier
{
    /// <summary>Unicode characters (not bytes), after normalisation.</summary>
    public const int LengthMax = 200;

    public const string Expected = "1 to 200 visible characters";

    /// <summary>Ordinary ASCII, which is its own normal form: nearly every id there is.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> utf8) =>
        utf8.Length is > 0 and <= LengthMax && !utf8.ContainsAnyExceptInRange((byte)' ', (byte)'~');

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
