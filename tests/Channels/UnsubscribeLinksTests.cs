using System.Buffers.Text;
using System.Text;
using Engagement.Unsubscribe;

namespace Engagement.Tests.Channels;

public sealed class UnsubscribeLinksTests : IDisposable
{
    static readonly Unsubscription s_what =
        new(new("shop", "ada/🎁"), "journey:order-7:thanks:1", "email", "marketing");

    readonly string _folder = Directory.CreateTempSubdirectory("engage-keys-").FullName;

    [Fact]
    public void A_link_says_who_wants_no_more_of_what()
    {
        var links = new UnsubscribeLinks(new byte[32], new("https://shop.example/engage/"));

        var link = links.Link(s_what);

        Assert.StartsWith("https://shop.example/u/", link.AbsoluteUri, StringComparison.Ordinal);
        var told = s_what with { Message = EffectId.Of(s_what.Customer, s_what.Message) };
        Assert.Equal(told, links.Read(link.Segments[^1]));
        Assert.Equal(link, links.Link(s_what));
    }

    [Fact]
    public void A_link_of_the_first_release_still_works()
    {
        const string Token =
            "AQAEc2hvcAAIYWRhL_CfjoEAGGpvdXJuZXk6b3JkZXItNzp0aGFua3M6MQAFZW1haWwACW1hcmtldGlu" +
            "ZwWcPSwCb3CHMcDaidlCmGM";

        Assert.Equal(s_what, new UnsubscribeLinks(new byte[32], new("https://shop.example")).Read(Token));
    }

    [Theory]
    [InlineData("客", 610)]
    [InlineData("𠮷", 710)]
    [InlineData("a", 350)]
    public void A_link_is_short_enough_for_a_header_whatever_the_ids_are(string character, int longest)
    {
        var (id, links) = (string.Concat(Enumerable.Repeat(character, 200)), new UnsubscribeLinks(
            new byte[32], new("https://shop.example")));

        var link = links.Link(new(new("shop", id), $"journey:{id}/step", "email", "marketing"));

        Assert.InRange(link.AbsoluteUri.Length, 1, longest);
        Assert.Equal(id, links.Read(link.Segments[^1])!.Customer.CustomerId);
    }

    [Fact]
    public void A_token_that_was_changed_anywhere_is_nobodys()
    {
        var links = new UnsubscribeLinks(new byte[32], new("https://shop.example"));
        var token = Base64Url.DecodeFromChars(links.Token(s_what));
        for (var n = 0; n < token.Length; n++)
        {
            var changed = (byte[])token.Clone();
            changed[n] ^= 1;
            Assert.Null(links.Read(Base64Url.EncodeToString(changed)));
            Assert.Null(links.Read(Base64Url.EncodeToString(token.AsSpan(0, n))));
        }

        Assert.Null(new UnsubscribeLinks("another key of thirty-two bytes!"u8.ToArray(), new("https://shop.example"))
            .Read(links.Token(s_what)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not/base64")]
    [InlineData("\u0000")]
    [InlineData("%41")]
    public void Noise_is_nobodys(string token) =>
        Assert.Null(new UnsubscribeLinks(new byte[32], new("https://shop.example")).Read(token));

    [Fact]
    public void The_key_is_made_once_and_nobody_else_may_read_it()
    {
        var key = SigningKeyFile.ReadOrCreate(_folder);

        Assert.Equal(32, key.Length);
        Assert.Equal(key, SigningKeyFile.ReadOrCreate(_folder));
        var file = Path.Combine(_folder, "keys", "unsubscribe.key");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        File.WriteAllBytes(file, Encoding.ASCII.GetBytes("short"));
        Assert.Throws<InvalidDataException>(() => SigningKeyFile.ReadOrCreate(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
