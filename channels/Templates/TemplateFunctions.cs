using System.Collections.Frozen;
using Scriban;
using Scriban.Runtime;

namespace Engagement.Templates;

/// <summary>The functions that templates may call: those that docs/templates.md lists, and no others.</summary>
static class TemplateFunctions
{
    static readonly Dictionary<string, string> Engine = new(StringComparer.Ordinal)
    {
        ["array"] = "add add_range any compact concat contains cycle each filter first insert_at join last limit "
            + "map offset remove_at reverse size uniq",
        ["math"] = "abs ceil floor is_number round",
        ["object"] = "default has_key has_value keys typeof values",
        ["string"] = "append contains downcase empty equals_ignore_case lstrip pluralize prepend remove remove_first "
            + "remove_last replace_first rstrip split strip upcase whitespace",
    };

    /// <summary>Shared by all renderings: nothing in it can be changed by a template.</summary>
    public static ScriptObject All { get; } = Gather();

    /// <summary>The names of the functions in each group.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> Groups { get; } = All.ToFrozenDictionary(
        group => group.Key,
        group => ((ScriptObject)group.Value!).Keys.ToFrozenSet(StringComparer.Ordinal),
        StringComparer.Ordinal);

    static ScriptObject Gather()
    {
        var all = new ScriptObject();
        foreach (var (name, offered) in TemplateContext.GetDefaultBuiltinObject())
        {
            if (Engine.TryGetValue(name, out var wanted))
            {
                all.SetValue(name, Offered(name, (ScriptObject)offered!, wanted.Split(' ')), true);
            }
        }

        all.SetValue("date", DateFunctions.Create(), true);
        ListFunctions.AddTo((ScriptObject)all["array"]!, (ScriptObject)all["object"]!);
        TextFunctions.AddTo((ScriptObject)all["string"]!);
        NumberFunctions.AddTo((ScriptObject)all["math"]!);
        all.SetValue("fmt", FormatFunctions.Create(), true);
        all.SetValue("html", HtmlFunctions.Create(), true);
        foreach (var (name, group) in all)
        {
            Guard(name, (ScriptObject)group!);
        }

        all.IsReadOnly = true;
        return all;
    }

    static void Guard(string name, ScriptObject group)
    {
        foreach (var function in group.Keys.ToList())
        {
            group.SetValue(function, new GuardedFunction(name, (IScriptCustomFunction)group[function]!), true);
        }

        group.IsReadOnly = true;
    }

    static ScriptObject Offered(string group, ScriptObject engine, string[] wanted)
    {
        var functions = new ScriptObject();
        foreach (var (name, function) in engine)
        {
            if (wanted.Contains(name))
            {
                functions.SetValue(name, function, true);
            }
        }

        return functions.Count == wanted.Length
            ? functions
            : throw new NotSupportedException(
                $"The template engine lacks {group}.{string.Join(", ", wanted.Except(functions.Keys))}.");
    }
}
