using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Engagement.Problems;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Engagement.Http;

/// <summary>
/// Explains what the server refuses before there is a request: a line that is none, a path with <c>%00</c>. Nothing of
/// the product is asked then, and the server's own answer is a status without a body. So this stands where a connection
/// is written to, and gives such an answer the problem document that every other refusal has.
/// </summary>
sealed class BareRefusals(PipeWriter output) : PipeWriter
{
    Memory<byte> _given;
    bool _answering;

    public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

    public override long UnflushedBytes => output.UnflushedBytes;

    public static void Explain(ListenOptions listen) => listen.Use(next => connection =>
    {
        var refusals = new BareRefusals(connection.Transport.Output);
        connection.Features.Set(refusals);
        connection.Transport = new Pipes(connection.Transport.Input, refusals);
        return next(connection);
    });

    /// <summary>
    /// Keeps away from the product's own answers: text from outside may look like a head, and is no head.
    /// </summary>
    public static Task StandAside(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<BareRefusals>() is { } refusals)
        {
            refusals._answering = true;
            context.Response.OnCompleted(refusals.Return);
        }

        return next(context);
    }

    public override void Advance(int bytes)
    {
        if (!_answering && Explained(_given.Span[..bytes]) is { } explained)
        {
            output.Write(explained);
        }
        else
        {
            output.Advance(bytes);
            _given = _given[bytes..];
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _given = output.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        output.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => output.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => output.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => output.CompleteAsync(exception);

    /// <summary>An answer of the server's own with a body; null when this is none, or has one.</summary>
    static byte[]? Explained(ReadOnlySpan<byte> head)
    {
        var bare = "Content-Length: 0\r\n"u8;
        var version = "HTTP/1.1 "u8;
        var at = head.IndexOf(bare);
        if (at < 0 || !head.StartsWith(version) || !head.EndsWith("\r\n\r\n"u8) ||
            !Utf8Parser.TryParse(head[version.Length..], out int status, out _) || status < 400)
        {
            return null;
        }

        var kind = ProblemKind.Of(status);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Refusal(kind.Type, kind.Title, status, Detail(status)), JsonSerializerOptions.Web);
        return
        [
            .. head[..at],
            .. Encoding.ASCII.GetBytes(
                $"Content-Length: {body.Length}\r\nContent-Type: {Problem.ContentType}\r\n"
                + string.Concat(SafeHeaders.All.Select(header => $"{header.Name}: {header.Value}\r\n"))),
            .. head[(at + bare.Length)..],
            .. body,
        ];
    }

    static string Detail(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request line, the path's percent-encoding or a header is not HTTP.",
        StatusCodes.Status408RequestTimeout => "The request's headers did not arrive in time.",
        StatusCodes.Status414UriTooLong => "The request line is too long.",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => "The request's headers are too long.",
        StatusCodes.Status505HttpVersionNotsupported => "The server speaks HTTP/1.0, HTTP/1.1 and HTTP/2.",
        _ => "The server does not take such a request.",
    };

    Task Return()
    {
        _answering = false;
        return Task.CompletedTask;
    }

    sealed record Refusal(string Type, string Title, int Status, string Detail);

    sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
