using System.Text;
using Engagement.Schema;
using Microsoft.AspNetCore.Http.Features;

namespace Engagement.Http;

/// <summary>
/// Lets routes match the path as the client sent it. The server decodes everything but <c>%2F</c>, after which nobody
/// can tell an id's own <c>%2F</c> from an escaped slash; so segments stay as they came and <see cref="PathId"/>
/// decodes once.
/// </summary>
static class RawPath
{
    public static IApplicationBuilder UseRawPaths(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.StartsWith('/'))
        {
            var end = target.IndexOf('?', StringComparison.Ordinal);
            context.Request.Path = new PathString(end < 0 ? target : target[..end]);
        }

        return next(context);
    });
}

/// <summary>An id in a path: any text, slashes and percent signs too, percent-encoded once.</summary>
/// <param name="Value">The id, normalised; empty when the segment is not an id, and then nothing is found.</param>
readonly record struct PathId(string Value)
{
    // Alert ids and tokens are longer than customers' ids.
    const int LengthMax = 4096;

    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool TryParse(string? segment, out PathId id)
    {
        id = new(Decode(segment ?? ""));
        return true;
    }

    public override string ToString() => Value;

    static string Decode(string segment)
    {
        var bytes = new byte[segment.Length];
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            var c = segment[i];
            if (c == '%')
            {
                if (i + 2 >= segment.Length || !Uri.IsHexDigit(segment[i + 1]) || !Uri.IsHexDigit(segment[i + 2]))
                {
                    return "";
                }

                bytes[length++] = Convert.ToByte(segment.Substring(i + 1, 2), 16);
                i += 2;
            }
            else if (char.IsAscii(c))
            {
                bytes[length++] = (byte)c;
            }
            else
            {
                return "";
            }
        }

        return Text(bytes.AsSpan(0, length));
    }

    static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Identifier.TryNormalise(s_strict.GetString(bytes), out var id, out _, LengthMax) ? id : "";
        }
        catch (ArgumentException)
        {
            return "";
        }
    }
}
