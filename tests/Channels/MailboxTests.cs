using Engagement.Email;
using Engagement.Messages;

namespace Engagement.Tests.Channels;

public sealed class MailboxTests
{
    [Theory]
    [InlineData("ada@shop.example", "ada@shop.example")]
    [InlineData("Ada.Lovelace+news@Shop.EXAMPLE", "Ada.Lovelace+news@shop.example")]
    [InlineData("o'hara!#$%&*/=?^_`{|}~-@shop.example", "o'hara!#$%&*/=?^_`{|}~-@shop.example")]
    [InlineData("ada@bücher.example", "ada@xn--bcher-kva.example")]
    [InlineData("ada@例え.テスト", "ada@xn--r8jz45g.xn--zckzah")]
    [InlineData("ada@localhost", "ada@localhost")]
    public void An_address_is_written_in_ascii(string address, string written)
    {
        var mailbox = Mailbox.Read(address);

        Assert.Equal(written, mailbox.Address);
        Assert.True(mailbox.IsAscii);
        Assert.Equal(written, mailbox.ToMime().GetAddress(idnEncode: true));
    }

    [Theory]
    [InlineData("äda@shop.example")]
    [InlineData("用户@shop.example")]
    [InlineData("उपयोगकर्ता@shop.example")]
    public void A_name_of_another_script_is_kept_and_needs_a_relay_that_takes_it(string address)
    {
        var mailbox = Mailbox.Read(address);

        Assert.Equal(address, mailbox.Address);
        Assert.False(mailbox.IsAscii);
        Assert.Equal(address, mailbox.ToMime().GetAddress(idnEncode: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("ada")]
    [InlineData("ada@")]
    [InlineData("@shop.example")]
    [InlineData("ada@shop.example.")]
    [InlineData("ada@.example")]
    [InlineData("ada@shop..example")]
    [InlineData("ada@-shop.example")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData("ada@shop.example>")]
    [InlineData("ada@shop.example, eve@evil.example")]
    [InlineData("<ada@shop.example>")]
    [InlineData("Ada <ada@shop.example>")]
    [InlineData(" ada@shop.example")]
    [InlineData("ada@shop.example ")]
    [InlineData("a..b@shop.example")]
    [InlineData(".ada@shop.example")]
    [InlineData("ada.@shop.example")]
    [InlineData("\"ada\"@shop.example")]
    [InlineData("\"a\r\nRCPT TO:<eve@evil.example>\"@shop.example")]
    [InlineData("ada@shop.example\r\nBcc: eve@evil.example")]
    [InlineData("ada\r\n@shop.example")]
    [InlineData("ada\0@shop.example")]
    [InlineData("ada@shop\0.example")]
    [InlineData("ada@shop@shop.example")]
    [InlineData("a🎁@shop.example")]
    [InlineData("ä\u202Eda@shop.example")]
    [InlineData("ä\u00A0da@shop.example")]
    [InlineData("ä\u200Bda@shop.example")]
    [InlineData("ä\u0085da@shop.example")]
    [InlineData("ä\uD800@shop.example")]
    [InlineData("ada@shop.example\u2028")]
    [InlineData("ada@sh\u00ADop_.example")]
    [InlineData("ada@shop.example\uD800")]
    public void What_is_no_plain_address_is_refused(string address) =>
        Assert.Throws<UnsendableException>(() => Mailbox.Read(address));

    [Fact]
    public void An_address_that_is_too_long_is_refused()
    {
        Assert.Throws<UnsendableException>(() => Mailbox.Read($"{new string('a', 65)}@shop.example"));
        Assert.Throws<UnsendableException>(() => Mailbox.Read($"{new string('ä', 33)}@shop.example"));
        Assert.Throws<UnsendableException>(
            () => Mailbox.Read($"a@{string.Join('.', Enumerable.Repeat(new string('b', 60), 5))}"));
    }

    [Fact]
    public void A_name_with_a_line_break_is_refused()
    {
        Assert.Throws<UnsendableException>(() => Mailbox.Read("ada@shop.example", "Ada\r\nBcc: eve@evil.example"));
        Assert.Throws<UnsendableException>(() => Mailbox.Read("ada@shop.example", "Ada\u2029"));
        Assert.Null(Mailbox.Read("ada@shop.example", " ").Name);
    }

    [Fact]
    public void A_refusal_does_not_repeat_the_address()
    {
        var refusal = Assert.Throws<UnsendableException>(() => Mailbox.Read("grace hopper@navy.example"));
        Assert.DoesNotContain("grace", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }
}
