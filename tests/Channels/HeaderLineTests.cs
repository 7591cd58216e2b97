using System.Text;
using MimeKit;

namespace Engagement.Tests.Channels;

/// <summary>Header lines that are too long are cut or refused by relays on the way.</summary>
public sealed class HeaderLineTests
{
    const int LineMax = 76;

    public static TheoryData<string> Subjects { get; } =
    [
        string.Join(' ', Enumerable.Repeat("parcel", 28)),
        new string('x', 190),
        string.Concat(Enumerable.Repeat("Gr\u00fc\u00dfe an alle ", 12)),
        string.Concat(Enumerable.Repeat("\u0627\u0644\u0633\u0644\u0627\u0645 ", 30)),
        new string('\u5ba2', 190),
        string.Concat(Enumerable.Repeat("\U0001F468\u200D\U0001F469\u200D\U0001F467", 24)),
        "\u00fc" + new string('x', 190) + "\u00fc",
        string.Concat(Enumerable.Repeat("=?utf-8?q?no?= ", 12)),
    ];

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task No_line_of_a_subject_is_longer_than_a_header_may_be(string subject)
    {
        var message = Letters.Mail(subject: subject);
        using var mime = message.ToMime();
        using var written = new MemoryStream();
        await mime.WriteToAsync(message.Format, written);
        var lines = Encoding.UTF8.GetString(written.ToArray()).Split("\r\n")
            .SkipWhile(line => !line.StartsWith("Subject:", StringComparison.Ordinal))
            .TakeWhile((line, at) => at == 0 || line.StartsWith(' ') || line.StartsWith('\t'))
            .ToList();

        Assert.NotEmpty(lines.Skip(1));
        Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, LineMax));
        written.Position = 0;
        using var parsed = await MimeMessage.LoadAsync(written);
        // What parts an encoded word is invisible.
        Assert.Equal(subject.Trim(), (parsed.Subject ?? "").Replace("\u2060", "", StringComparison.Ordinal).Trim());
    }
}
