using Scriban.Runtime;

namespace Scriban.Functions;

/// <summary>The groups of functions that a template finds when nothing else was given to it.</summary>
static class Builtins
{
    public static ScriptObject Create()
    {
        var builtins = new ScriptObject();
        builtins.SetValue("array", ArrayFunctions.Create(), true);
        builtins.SetValue("date", DateTimeFunctions.Create(), true);
        builtins.SetValue("math", MathFunctions.Create(), true);
        builtins.SetValue("object", ObjectFunctions.Create(), true);
        builtins.SetValue("string", StringFunctions.Create(), true);
        return builtins;
    }
}
