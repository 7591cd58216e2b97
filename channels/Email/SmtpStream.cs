using System.Net.Sockets;

namespace Engagement.Email;

/// <summary>
/// A connection to the relay on which an answer has an end: MailKit reads one for as long as more of it comes, and
/// keeps it all.
/// </summary>
sealed class SmtpStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    /// <summary>Bytes that may come before we speak again. Half a kilobyte a line is usual, and twenty lines.</summary>
    public const int AnswerBytesMax = 256 * 1024;

    int _heard;

    // A span comes this way, too: for a stream that derives from it, the framework's own turns to the array's.
    public override int Read(byte[] buffer, int offset, int count) => Heard(base.Read(buffer, offset, count));

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Heard(await base.ReadAsync(buffer, cancellationToken));

    public override async Task<int> ReadAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Heard(await base.ReadAsync(buffer.AsMemory(offset, count), cancellationToken));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _heard = 0;
        base.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        _heard = 0;
        base.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _heard = 0;
        return base.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        _heard = 0;
        return base.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    int Heard(int bytes) => (_heard += bytes) <= AnswerBytesMax
        ? bytes
        : throw new IOException($"The mail relay's answer is longer than {AnswerBytesMax} bytes.");
}
