using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Access;

/// <summary>Secrets are shown once, when they are made; what is kept is their SHA-256.</summary>
static class Secret
{
    const int Bytes = 32;

    public const string KeyPrefix = "ek_";
    public const string OperatorPrefix = "eo_";

    /// <summary>Prefix and 43 characters. 256 random bits need no slow hash: there is nothing to guess.</summary>
    public static string NewKey(string prefix) =>
        prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>A password that can be read aloud: no letters that look alike.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);

    public static string NewStamp() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>A short public name for a key.</summary>
    public static string NewId() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 12);

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Whether it can be one at all, so that nonsense never reaches the database.</summary>
    public static bool LooksLikeKey(string text) =>
        text.Length == KeyPrefix.Length + 43 &&
        (text.StartsWith(KeyPrefix, StringComparison.Ordinal) ||
            text.StartsWith(OperatorPrefix, StringComparison.Ordinal));
}
