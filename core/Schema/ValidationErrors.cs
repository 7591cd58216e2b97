using System.Globalization;
using System.Text.Json;

namespace Engagement.Schema;

/// <summary>What a check found in one event. Cleared from event to event, so that a good one costs nothing.</summary>
public sealed class ValidationErrors
{
    /// <summary>Told per event; whoever mends these will hear of the rest.</summary>
    public const int ErrorsMax = 10;

    readonly List<ValidationError> _errors = [];
    readonly List<Replacement> _rewrites = [];
    readonly List<HashSet<string>> _names = [];

    public IReadOnlyList<ValidationError> Told => _errors;

    public bool Any => _errors.Count > 0;

    internal int Count => _errors.Count;

    public void Clear()
    {
        _errors.Clear();
        _rewrites.Clear();
    }

    public void Add(string code, string reason, string? expected = null, string pointer = "")
    {
        if (_errors.Count < ErrorsMax)
        {
            _errors.Add(new(code, pointer, reason, expected));
        }
    }

    /// <summary>What was found since then lies under this member: pointers grow on the way out.</summary>
    internal void Under(int since, string member)
    {
        var part = member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        for (var i = since; i < _errors.Count; i++)
        {
            _errors[i] = _errors[i] with { Pointer = $"/{part}{_errors[i].Pointer}" };
        }
    }

    internal void Under(int since, int index)
    {
        if (_errors.Count > since)
        {
            Under(since, index.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>An identifier was not in its normal form: these bytes are to be replaced.</summary>
    internal void Normalise(long start, long end, string text) =>
        Rewrite(start, end, JsonSerializer.SerializeToUtf8Bytes(text, SchemaJson.Default.String));

    /// <summary>A value is kept in another form that says the same.</summary>
    internal void Rewrite(long start, long end, byte[] json) => _rewrites.Add(new((int)start, (int)end, json));

    /// <summary>They were found in a slice that begins there.</summary>
    internal void Shift(int by)
    {
        for (var i = 0; i < _rewrites.Count; i++)
        {
            _rewrites[i] = _rewrites[i] with { Start = _rewrites[i].Start + by, End = _rewrites[i].End + by };
        }
    }

    /// <summary>The slice with its values in normal form.</summary>
    internal byte[] Normalised(ReadOnlySpan<byte> json, Range slice)
    {
        if (_rewrites.Count == 0)
        {
            return json[slice].ToArray();
        }

        using var result = new MemoryStream(json.Length);
        var at = slice.Start.Value;
        foreach (var rewrite in _rewrites)
        {
            result.Write(json[at..rewrite.Start]);
            result.Write(rewrite.Json);
            at = rewrite.End;
        }

        result.Write(json[at..slice.End]);
        return result.ToArray();
    }

    /// <summary>An empty set for the names of an object's members at this depth.</summary>
    internal HashSet<string> Names(int depth)
    {
        while (_names.Count <= depth)
        {
            _names.Add(new(StringComparer.Ordinal));
        }

        _names[depth].Clear();
        return _names[depth];
    }

    readonly record struct Replacement(int Start, int End, byte[] Json);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
sealed partial class SchemaJson : System.Text.Json.Serialization.JsonSerializerContext;
