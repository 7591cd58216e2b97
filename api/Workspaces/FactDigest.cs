using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Engagement.Storage;

namespace Engagement.Workspaces;

/// <summary>
/// One number for everything that was ever concluded in a workspace: customer, version, time and facts of each entry
/// of the journal, each part with its length before it so that no two journals read the same.
/// </summary>
static class FactDigest
{
    public static async Task<string> Of(ICustomerReads reads, string workspace, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var (customerId, entry) in reads.Journal(workspace, cancellation))
        {
            Add(hash, Encoding.UTF8.GetBytes(customerId));
            Add(hash, Encoding.UTF8.GetBytes(entry.Version.ToString(CultureInfo.InvariantCulture)));
            Add(hash, Encoding.UTF8.GetBytes(entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));
            Add(hash, entry.Facts.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Add(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
