using System.Collections;

namespace Scriban.Runtime;

/// <summary>A list that a template can see.</summary>
public sealed class ScriptArray : List<object?>, IScriptObject
{
    public ScriptArray()
    {
    }

    public ScriptArray(IEnumerable values)
        : base(values.Cast<object?>())
    {
    }

    public bool IsReadOnly { get; set; }
}

/// <summary>A sequence that is made while it is walked through.</summary>
public sealed class ScriptRange(IEnumerable<object?> values) : IEnumerable<object?>
{
    public IEnumerator<object?> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
