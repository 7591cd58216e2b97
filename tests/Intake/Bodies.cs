using System.IO.Compression;
using System.Net;
using System.Text;

namespace Engagement.Tests.Intake;

/// <summary>Bodies that are not simply there.</summary>
static class Bodies
{
    public static byte[] Pack(string encoding, string body)
    {
        using var packed = new MemoryStream();
        using (var packer = Packer(encoding, packed))
        {
            packer.Write(Encoding.UTF8.GetBytes(body));
        }

        return packed.ToArray();
    }

    /// <summary>Packed parts that have all left, without the end of what packs them.</summary>
    public static byte[] Flushed(string encoding, IEnumerable<string> parts)
    {
        using var packed = new MemoryStream();
        using var packer = Packer(encoding, packed);
        foreach (var part in parts)
        {
            packer.Write(Encoding.UTF8.GetBytes(part));
            packer.Flush();
        }

        return packed.ToArray();
    }

    /// <summary>Unpacks to so many mebibytes of one byte.</summary>
    public static byte[] Bomb(string encoding, int mebibytes, byte of)
    {
        using var packed = new MemoryStream();
        using (var packer = Packer(encoding, packed))
        {
            var block = new byte[1024 * 1024];
            block.AsSpan().Fill(of);
            for (var i = 0; i < mebibytes; i++)
            {
                packer.Write(block);
            }
        }

        return packed.ToArray();
    }

    static Stream Packer(string encoding, Stream packed) => encoding == "br"
        ? new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)
        : new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
}

/// <summary>Sends a body in pieces, each of which leaves before the next is handed over.</summary>
sealed class PiecewiseContent(byte[] body, params int[] cuts) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var from = 0;
        foreach (var cut in cuts.Append(body.Length))
        {
            await stream.WriteAsync(body.AsMemory(from, cut - from));
            await stream.FlushAsync();
            from = cut;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
