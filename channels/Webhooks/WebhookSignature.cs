using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Webhooks;

/// <summary>Signs what we send, as the Standard Webhooks specification 1.0.0 says (symmetric, <c>v1</c>).</summary>
static class WebhookSignature
{
    /// <summary>
    /// One signature a secret, so that a receiver may move from an old secret to a new one without missing a message.
    /// </summary>
    public static string Of(
        ImmutableArray<WebhookSecret> secrets, string id, DateTimeOffset at, ReadOnlySpan<byte> payload)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var prefix = Encoding.UTF8.GetBytes($"{id}.{seconds}.");
        byte[] signed = [.. prefix, .. payload];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(secret.Sign(signed))}"));
    }
}

/// <summary>A shared secret: <c>whsec_</c> and the base64 of 24 to 64 random bytes.</summary>
sealed class WebhookSecret
{
    const string Prefix = "whsec_";
    const int BytesMin = 24;
    const int BytesMax = 64;

    readonly byte[] _key;

    WebhookSecret(byte[] key) => _key = key;

    /// <returns>Null when it is none.</returns>
    public static WebhookSecret? Read(string text)
    {
        var key = new byte[BytesMax];
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], key, out var length)
            && length >= BytesMin
                ? new(key[..length])
                : null;
    }

    public byte[] Sign(ReadOnlySpan<byte> content) => HMACSHA256.HashData(_key, content);
}
