using System.Text;
using Engagement.Email;

namespace Engagement.Tests.Channels;

public sealed class SmtpWireTests
{
    [Theory]
    [InlineData("hello\r\n", "hello\r\n")]
    [InlineData(".\r\nMAIL FROM:<eve@evil.example>\r\n", "..\r\nMAIL FROM:<eve@evil.example>\r\n")]
    [InlineData("a\r\n.\r\n..b\r\nc.\r\n", "a\r\n..\r\n...b\r\nc.\r\n")]
    public async Task A_line_of_a_letter_that_begins_with_a_dot_gets_another(string content, string written)
    {
        using var stream = new MemoryStream();
        await using var wire = new SmtpWire(stream);

        await wire.WriteContent(Encoding.ASCII.GetBytes(content), default);

        Assert.Equal(written, Encoding.ASCII.GetString(stream.ToArray()));
    }

    [Theory]
    [InlineData("RCPT TO:<a@b>\r\nDATA")]
    [InlineData("QUIT\n")]
    [InlineData("QUIT\0")]
    public async Task Two_commands_never_leave_as_one(string command)
    {
        using var stream = new MemoryStream();
        await using var wire = new SmtpWire(stream);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await wire.Write(command, default));

        Assert.Equal(0, stream.Length);
    }

    [Theory]
    [InlineData("250-one\r\n250-two\r\n250 three\r\n", 250, "one,two,three")]
    [InlineData("354 go\r\n", 354, "go")]
    [InlineData("250\r\n", 250, "")]
    public async Task A_reply_of_several_lines_is_one(string said, int code, string lines)
    {
        await using var wire = new SmtpWire(new MemoryStream(Encoding.ASCII.GetBytes(said)));

        var reply = await wire.Read(default);

        Assert.Equal((code, lines), (reply.Code, string.Join(',', reply.Lines)));
        Assert.False(wire.HasUnread);
    }

    [Fact]
    public async Task A_reply_without_an_end_is_not_read_for_ever()
    {
        var endless = string.Concat(Enumerable.Repeat("250-more\r\n", 1_000));
        await using var lines = new SmtpWire(new MemoryStream(Encoding.ASCII.GetBytes(endless)));
        await using var line = new SmtpWire(new MemoryStream(new byte[1_000_000]));

        await Assert.ThrowsAsync<InvalidDataException>(async () => await lines.Read(default));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await line.Read(default));
    }
}
