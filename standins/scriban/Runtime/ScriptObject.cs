using System.Collections;
using System.Text;
using Scriban.Functions;
using Scriban.Parsing;

namespace Scriban.Runtime;

/// <summary>Named values that a template can see, in the order in which they were set.</summary>
public sealed class ScriptObject : IScriptObject, IEnumerable<KeyValuePair<string, object?>>, IFormattable
{
    readonly OrderedDictionary<string, (object? Value, bool ReadOnly)> _members = new(StringComparer.Ordinal);

    public int Count => _members.Count;

    /// <summary>Whether templates may change members at all.</summary>
    public bool IsReadOnly { get; set; }

    public ICollection<string> Keys => _members.Keys;

    public IEnumerable<object?> Values => _members.Values.Select(member => member.Value);

    public object? this[string key]
    {
        get => _members.TryGetValue(key, out var member) ? member.Value : null;
        set => SetValue(key, value, false);
    }

    public bool ContainsKey(string key) => _members.ContainsKey(key);

    public void SetValue(string member, object? value, bool readOnly) => _members[member] = (value, readOnly);

    public bool Remove(string member) => _members.Remove(member);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
        _members.Select(member => KeyValuePair.Create(member.Key, member.Value.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => ToString(null, null);

    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        var context = formatProvider as TemplateContext;
        var text = new StringBuilder("{");
        foreach (var (name, member) in _members)
        {
            text.Append(text.Length > 1 ? ", " : "");
            text.Append(IsSimple(name) ? name : $"\"{StringFunctions.Escape(name)}\"").Append(": ");
            text.Append(context is null ? $"{member.Value}" : context.ObjectToString(member.Value, true));
        }

        return text.Append('}').ToString();
    }

    public bool TryGetValue(TemplateContext context, SourceSpan span, string member, out object? value) =>
        TryGet(member, out value);

    internal bool CanWrite(string member) =>
        !IsReadOnly && !(_members.TryGetValue(member, out var known) && known.ReadOnly);

    internal bool TryGet(string member, out object? value)
    {
        var found = _members.TryGetValue(member, out var known);
        value = known.Value;
        return found;
    }

    static bool IsSimple(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_');
}

/// <summary>What templates can look members up in.</summary>
public interface IScriptObject
{
    int Count { get; }

    bool IsReadOnly { get; set; }
}
