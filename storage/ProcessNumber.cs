using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Engagement.Storage;

/// <summary>
/// By what a process marks the rows that it claims. It is drawn anew whenever the database is opened, so that claims of
/// a process that has ended are nobody's.
/// </summary>
static class ProcessNumber
{
    public static long Draw() =>
        BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;
}
