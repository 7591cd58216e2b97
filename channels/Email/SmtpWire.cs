using System.Text;

namespace Engagement.Email;

/// <summary>Commands out, replies in, over one stream.</summary>
sealed class SmtpWire(Stream stream) : IAsyncDisposable
{
    const int LineMax = 2_048;
    const int LinesMax = 100;

    readonly byte[] _buffer = new byte[LineMax];
    int _start;
    int _end;

    public Stream Stream => stream;

    /// <summary>
    /// The relay has said more than it was asked. Before a TLS handshake that means somebody on the way has put words
    /// into its mouth, to be read as if they had come through TLS.
    /// </summary>
    public bool HasUnread => _end > _start;

    public async ValueTask Write(string command, CancellationToken cancellation)
    {
        // The last wall: whatever made a command, two of them never leave as one.
        if (command.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new InvalidOperationException("An SMTP command holds a line break.");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancellation);
        await stream.FlushAsync(cancellation);
    }

    /// <summary>The letter's lines, a leading dot doubled, without the dot that ends them.</summary>
    public async ValueTask WriteContent(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await stream.WriteAsync(DotStuffed(content.Span), cancellation);
        await stream.FlushAsync(cancellation);
    }

    /// <exception cref="InvalidDataException">It does not talk SMTP.</exception>
    /// <exception cref="EndOfStreamException">It hung up.</exception>
    public async ValueTask<SmtpReply> Read(CancellationToken cancellation)
    {
        var lines = new List<string>();
        while (lines.Count < LinesMax)
        {
            var line = await ReadLine(cancellation);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), out var code) || code is < 200 or > 599
                || (line.Length > 3 && line[3] is not (' ' or '-')))
            {
                throw new InvalidDataException("The relay's answer is no SMTP reply.");
            }

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
            {
                return new(code, lines);
            }
        }

        throw new InvalidDataException("The relay's answer does not end.");
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    async ValueTask<string> ReadLine(CancellationToken cancellation)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.ASCII.GetString(_buffer, _start, length).TrimEnd('\r');
                _start += length + 1;
                return line;
            }

            await Fill(cancellation);
        }
    }

    async ValueTask Fill(CancellationToken cancellation)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            throw new InvalidDataException("A line of the relay's answer is too long.");
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += read > 0 ? read : throw new EndOfStreamException("The relay hung up.");
    }

    static byte[] DotStuffed(ReadOnlySpan<byte> content)
    {
        using var stuffed = new MemoryStream(content.Length + 64);
        var lineStart = true;
        foreach (var octet in content)
        {
            if (lineStart && octet == '.')
            {
                stuffed.WriteByte((byte)'.');
            }

            stuffed.WriteByte(octet);
            lineStart = octet == '\n';
        }

        return stuffed.ToArray();
    }
}
