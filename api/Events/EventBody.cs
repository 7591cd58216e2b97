using System.IO.Compression;
using System.IO.Pipelines;
using Engagement.Http;
using Engagement.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Engagement.Events;

/// <summary>
/// The body of a request, decompressed while it is read and never wholly in memory. The framework's own decompression
/// is not used: a body that unpacks to more than it should must be told so, and not fail in the middle.
/// </summary>
sealed class EventBody : IDisposable
{
    /// <summary>Bytes of a JSON body, both as sent and unpacked. NDJSON has no end.</summary>
    public const long JsonBytesMax = 64 * 1024 * 1024;

    /// <summary>Events compress ten to thirty times. Past the first megabyte, more than this is no events.</summary>
    public const int CompressionMax = 100;

    const long UnmeasuredBytes = 1024 * 1024;
    const int BufferBytes = 16 * 1024;

    readonly Stream? _unpacked;
    readonly CountedStream? _packed;
    readonly CancellationToken _aborted;
    readonly Admission.Held? _held;
    long _read;

    EventBody(HttpContext context, Admission.Held? held)
    {
        IsLines = held is null;
        _held = held;
        _aborted = context.RequestAborted;
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = IsLines ? null : BodyLimit.ReadMax;
        if (!IsLines && context.Request.ContentLength > JsonBytesMax)
        {
            throw TooLong();
        }

        var encoding = context.Request.Headers.ContentEncoding.ToString();
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            Reader = context.Request.BodyReader;
            return;
        }

        _packed = new(context.Request.Body);
        _unpacked = Unpack(encoding, _packed, context);
        Reader = PipeReader.Create(_unpacked, new(bufferSize: BufferBytes, minimumReadSize: BufferBytes / 4));
    }

    /// <summary>One event a line, rather than JSON as a whole.</summary>
    public bool IsLines { get; }

    public PipeReader Reader { get; }

    /// <exception cref="RefusedException">It is of a kind not taken here.</exception>
    public static EventBody Open(HttpContext context, Admission admission)
    {
        var type = context.Request.ContentType ?? "";
        var end = type.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? type : type[..end]).Trim().ToLowerInvariant() switch
        {
            "application/json" => new(context, admission.Hold()),
            "application/x-ndjson" or "application/ndjson" or "application/jsonl" => new(context, held: null),
            _ => throw new RefusedException(ProblemKind.MediaType.Because(
                "Send 'Content-Type: application/json' for one event or an array, or application/x-ndjson for lines.")),
        };
    }

    /// <summary>Counts bytes that were read.</summary>
    /// <exception cref="RefusedException">There are too many.</exception>
    public void Count(long bytes)
    {
        _read += bytes;
        _held?.Add(bytes);
        if (!IsLines && _read > JsonBytesMax)
        {
            throw TooLong();
        }

        if (!IsLines && IsBomb)
        {
            throw new RefusedException(ProblemKind.TooLarge.Because(
                $"The body unpacks to more than {CompressionMax} times what was sent. Nothing was taken."));
        }
    }

    /// <summary>It unpacks to so much more than was sent that it cannot be a list of events.</summary>
    public bool IsBomb => _packed is { } packed && _read > UnmeasuredBytes && _read / CompressionMax > packed.Count;

    /// <summary>Reads on; null when what was compressed turns out to be damaged.</summary>
    public async ValueTask<ReadResult?> Read()
    {
        try
        {
            return await Reader.ReadAsync(_aborted);
        }
        catch (Exception error) when (_packed is not null && error is InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _held?.Dispose();
        _unpacked?.Dispose();
        _packed?.Dispose();
    }

    static RefusedException TooLong() => new(ProblemKind.TooLarge.Because(
        $"The body is longer than {JsonBytesMax} bytes; nothing was taken. Send application/x-ndjson."));

    static Stream Unpack(string encoding, Stream packed, HttpContext context)
    {
        switch (encoding.ToLowerInvariant())
        {
            case "gzip" or "x-gzip":
                return new GZipStream(packed, CompressionMode.Decompress);
            case "br":
                return new BrotliStream(packed, CompressionMode.Decompress);
            default:
                context.Response.Headers.AcceptEncoding = "gzip, br";
                throw new RefusedException(ProblemKind.MediaType.Because(
                    "The body's Content-Encoding is not one taken here: gzip, br, or none."));
        }
    }
}
