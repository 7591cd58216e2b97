using System.Reflection;
using Scriban.Functions;

namespace Scriban.Runtime;

/// <summary>Decides which members of a .NET object a template may see.</summary>
public delegate bool MemberFilterDelegate(MemberInfo member);

public static class ScriptObjectExtensions
{
    /// <summary>Makes a delegate callable from templates; a first parameter of the context is filled in.</summary>
    public static void Import(this ScriptObject script, string member, Delegate function) =>
        script.SetValue(member, new DelegateFunction(function), true);
}
