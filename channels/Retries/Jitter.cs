namespace Engagement.Retries;

/// <summary>
/// Spreads what would otherwise happen at one moment, by a hash of stable ids: repeatable, and with no random in it.
/// </summary>
public static class Jitter
{
    /// <summary>
    /// The delay and up to a quarter more; never less, because a wait that another side asked for must be kept.
    /// </summary>
    public static TimeSpan Lengthen(TimeSpan delay, string id, int attempt) =>
        delay + delay * (Share(id, attempt) / 4);

    /// <summary>A number from 0 up to 1 that only the id and the attempt decide.</summary>
    public static double Share(string id, int attempt)
    {
        // FNV-1a, then the finaliser of SplitMix64, since FNV alone hardly moves the upper bits of ids that end alike.
        var hash = 14695981039346656037UL;
        foreach (var letter in id)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        hash ^= (ulong)attempt * 0x9E3779B97F4A7C15UL;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        hash ^= hash >> 31;
        return (hash >> 11) * (1.0 / (1UL << 53));
    }
}
