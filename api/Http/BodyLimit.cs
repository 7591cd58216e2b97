using Engagement.Problems;

namespace Engagement.Http;

/// <summary>
/// Bounds the bodies of every route that does not bound its own. The server's limit would do it too, but it closes the
/// connection on a client that is still sending, which then sees a broken pipe and never the answer. So the server's
/// is higher: what lies between the two is read behind the answer and thrown away, for a few seconds at most.
/// </summary>
static class BodyLimit
{
    public const long BytesMax = 256 * 1024;

    /// <summary>Behind a refusal the server reads on up to here; a client that sends still more is cut off.</summary>
    public const long ReadMax = 128 * 1024 * 1024;

    public static IApplicationBuilder UseBodyLimit(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<BoundsItsBody>() is null)
        {
            context.Request.Body = new BoundedStream(context.Request.Body, context.Request.ContentLength);
        }

        return next(context);
    });

    /// <summary>Ends with a refusal where a body is longer than it may be, before it is read when it says so.</summary>
    sealed class BoundedStream(Stream inner, long? announced) : CountedStream(inner)
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            RefuseOver(announced);
            var read = await base.ReadAsync(buffer, cancellationToken);
            RefuseOver(Count);
            return read;
        }

        static void RefuseOver(long? bytes)
        {
            if (bytes > BytesMax)
            {
                throw new RefusedException(ProblemKind.TooLarge.Because(
                    $"The body is longer than the {BytesMax} bytes this address takes."));
            }
        }
    }
}

/// <summary>A route that says itself how much it takes.</summary>
sealed record BoundsItsBody;
