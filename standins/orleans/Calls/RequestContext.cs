namespace Orleans.Runtime;

/// <summary>Values that travel with a call, and with the calls it makes, but never back.</summary>
public static class RequestContext
{
    static readonly AsyncLocal<Dictionary<string, object>?> Values = new();

    public static IEnumerable<string> Keys => Current?.Keys ?? Enumerable.Empty<string>();

    public static IEnumerable<KeyValuePair<string, object>> Entries => Current ?? [];

    /// <summary>Never changed once it is here, so that calls can share it.</summary>
    internal static Dictionary<string, object>? Current
    {
        get => Values.Value;
        set => Values.Value = value;
    }

    public static object? Get(string key) => Current?.GetValueOrDefault(key);

    public static void Set(string key, object value) =>
        Current = new Dictionary<string, object>(Current ?? []) { [key] = value };

    public static bool Remove(string key)
    {
        if (Current?.ContainsKey(key) != true)
        {
            return false;
        }

        var rest = new Dictionary<string, object>(Current);
        rest.Remove(key);
        Current = rest.Count == 0 ? null : rest;
        return true;
    }

    public static void Clear() => Current = null;
}
