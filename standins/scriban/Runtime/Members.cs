using System.Collections;
using Scriban.Syntax;

namespace Scriban.Runtime;

/// <summary>The members that values have; no member of a .NET object is among them.</summary>
static class Members
{
    public static bool TryGet(TemplateContext context, object owner, string name, out object? value)
    {
        switch (owner)
        {
            case ScriptObject members:
                return members.TryGet(name, out value);
            case LoopState loop:
                return loop.TryGet(name, out value);
            case KeyValuePair<string, object?> pair when name is "key" or "value":
                value = name == "key" ? pair.Key : pair.Value;
                return true;
            case string text when name == "size":
                value = text.Length;
                return true;
            case ScriptRange range when name == "size":
                value = range.Count();
                return true;
            case IList list when name == "size":
                value = list.Count;
                return true;
            default:
                value = null;
                return false;
        }
    }

    public static bool TrySet(object owner, string name, object? value)
    {
        if (owner is not ScriptObject members || !members.CanWrite(name))
        {
            return false;
        }

        members.SetValue(name, value, false);
        return true;
    }
}
