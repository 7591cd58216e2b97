using System.Globalization;
using System.Text;
using Engagement.Schema;

namespace Engagement.Tests.Intake;

/// <summary>The one normalisation of ids.</summary>
public sealed class IdentifierTests
{
    [Theory]
    [InlineData("order/7", "order/7")]
    [InlineData(" padded ", " padded ")]
    [InlineData("Ada", "Ada")]
    [InlineData("cafe\u0301", "caf\u00e9")]
    [InlineData("\u212B", "\u00c5")]
    [InlineData("\u1100\u1161", "\uac00")]
    [InlineData("Ⅰ", "Ⅰ")]
    [InlineData("ﬁ", "ﬁ")]
    [InlineData("😀", "😀")]
    [InlineData("שלום", "שלום")]
    [InlineData("مرحبا", "مرحبا")]
    public void What_can_be_seen_is_kept_in_normal_form_C(string text, string id)
    {
        Assert.True(Identifier.TryNormalise(text, out var normal, out var reason), reason);
        Assert.Equal(id, normal);
    }

    [Theory]
    [InlineData("", "It is empty.")]
    [InlineData("a\u0000", "Character 2, U+0000, is a control character.")]
    [InlineData("a\r\nb", "Character 2, U+000D, is a control character.")]
    [InlineData("a\u0085b", "Character 2, U+0085, is a control character.")]
    [InlineData("a\u200Bb", "Character 2, U+200B, is invisible.")]
    [InlineData("a\u200Db", "Character 2, U+200D, is invisible.")]
    [InlineData("\uFEFFa", "Character 1, U+FEFF, is invisible.")]
    [InlineData("a\u202Eb", "Character 2, U+202E, is invisible.")]
    [InlineData("a\u2066b", "Character 2, U+2066, is invisible.")]
    [InlineData("a\u00ADb", "Character 2, U+00AD, is invisible.")]
    [InlineData("a\u3164b", "Character 2, U+3164, is invisible.")]
    [InlineData("❤\uFE0F", "Character 2, U+FE0F, is invisible.")]
    [InlineData("a\U000E0041", "Character 2, U+E0041, is invisible.")]
    [InlineData("a\u2028b", "Character 2, U+2028, is a line break.")]
    [InlineData("a\u0378b", "Character 2, U+0378, is not assigned.")]
    [InlineData("a\uFFFFb", "Character 2, U+FFFF, is not assigned.")]
    public void What_cannot_be_seen_is_refused_with_its_place(string text, string why)
    {
        Assert.False(Identifier.TryNormalise(text, out _, out var reason));
        Assert.Equal(why, reason);
    }

    [Theory]
    [InlineData(" ", "It is blank.")]
    [InlineData("\u00A0", "It is blank.")]
    [InlineData("\u3000\u2003", "It is blank.")]
    [InlineData("\u2800", "It is blank.")]
    [InlineData("\u2800ada", "A blank is before it.")]
    [InlineData("ada ", "A blank is behind it.")]
    [InlineData(" ada", "A blank is before it.")]
    [InlineData("ada\u00A0", "A blank is behind it.")]
    [InlineData("ada\u2800", "A blank is behind it.")]
    [InlineData("undefined", "It is the word that JavaScript makes of a value that was never set.")]
    [InlineData("null", "It is the word that programs make of a value that is not there.")]
    [InlineData("NaN", "It is the word that JavaScript makes of a number that is none.")]
    [InlineData("[object Object]", "It is what JavaScript makes of an object where its id was meant.")]
    public void What_nobody_names_anything_is_no_new_name_and_finds_what_was_named_so_before(string text, string why)
    {
        Assert.False(Identifier.IsPlain(Encoding.UTF8.GetBytes(text)));
        Assert.False(Identifier.TryName(text, out _, out var reason));
        Assert.Equal(why, reason);
        Assert.True(Identifier.TryNormalise(text, out var id, out _));
        Assert.Equal(text, id);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("nullable")]
    [InlineData("null-1")]
    [InlineData("Null")]
    [InlineData("😀")]
    [InlineData("a⠁")]
    public void A_name_that_only_reminds_of_one_is_a_name(string text) =>
        Assert.True(Identifier.TryName(text, out _, out var reason), reason);

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        foreach (var text in new[] { "a\ud83d", "\ude00a", "\ude00\ud83d" })
        {
            Assert.False(Identifier.TryNormalise(text, out _, out var reason));
            Assert.Contains("half of a surrogate pair", reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Length_is_counted_in_characters_after_normalisation()
    {
        Assert.True(Identifier.TryNormalise(string.Concat(Enumerable.Repeat("😀", 200)), out _, out _));
        Assert.True(Identifier.TryNormalise(string.Concat(Enumerable.Repeat("e\u0301", 200)), out _, out _));
        Assert.False(Identifier.TryNormalise(new('a', 201), out _, out var reason));
        Assert.Equal("It has more than 200 characters.", reason);
    }

    [Fact]
    public void Every_character_of_Unicode_is_refused_or_has_one_form_that_is_kept()
    {
        for (var value = 1; value <= 0x10FFFF; value++)
        {
            if (!Rune.TryCreate(value, out var rune))
            {
                continue;
            }

            // After a letter, so that a combining character has something to combine with.
            var text = $"e{rune}";
            if (!Identifier.TryNormalise(text, out var id, out _))
            {
                continue;
            }

            Assert.True(id.IsNormalized(NormalizationForm.FormC), $"U+{value:X4}");
            Assert.True(Identifier.TryNormalise(id, out var again, out _), $"U+{value:X4}");
            Assert.Equal(id, again);
            var decomposed = text.Normalize(NormalizationForm.FormD);
            Assert.True(Identifier.TryNormalise(decomposed, out var other, out _), $"U+{value:X4}");
            Assert.Equal(id, other);
            Assert.NotEqual(UnicodeCategory.Control, Rune.GetUnicodeCategory(rune));
        }
    }

    [Fact]
    public void Plain_is_exactly_what_needs_no_second_look()
    {
        for (var value = 0; value < 256; value++)
        {
            var utf8 = Encoding.UTF8.GetBytes(((char)value).ToString());
            if (Identifier.IsPlain(utf8))
            {
                Assert.True(Identifier.TryName(((char)value).ToString(), out var id, out _));
                Assert.Equal(((char)value).ToString(), id);
            }
        }

        Assert.False(Identifier.IsPlain([]));
        Assert.False(Identifier.IsPlain(new byte[201]));
    }
}
