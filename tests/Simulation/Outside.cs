using System.Security.Cryptography;

namespace Engagement.Tests.Simulation;

/// <summary>
/// Everything outside the system that effects reach: it remembers each effect key and what came with it.
/// </summary>
sealed class Outside
{
    readonly Dictionary<(string Customer, string Key), string> _performed = [];

    public int Performed { get; private set; }

    public int Distinct => _performed.Count;

    /// <summary>Keys that came a second time with other content.</summary>
    public List<string> Contradictions { get; } = [];

    public bool Has(CustomerKey customer, string key) => _performed.ContainsKey((customer.ToString(), key));

    public void Perform(CustomerKey customer, string key, ReadOnlyMemory<byte> content)
    {
        Performed++;
        var hash = Convert.ToHexString(SHA256.HashData(content.Span));
        if (_performed.TryGetValue((customer.ToString(), key), out var first) && first != hash)
        {
            Contradictions.Add(key);
        }

        _performed.TryAdd((customer.ToString(), key), hash);
    }
}
