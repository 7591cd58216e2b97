using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban;

public partial class TemplateContext
{
    readonly List<ScriptObject> _globals = [];
    readonly List<ScriptObject> _loops = [];
    readonly ScriptObject _locals = new();
    int _loopDepth;
    long _loopStep;

    internal bool IsInLoop => _loops.Count > 0;

    /// <summary>Adds values that hide earlier ones of the same name; assignments go to those pushed last.</summary>
    public void PushGlobal(ScriptObject scriptObject) =>
        _globals.Add(scriptObject ?? throw new ArgumentNullException(nameof(scriptObject)));

    public ScriptObject PopGlobal()
    {
        if (_globals.Count == 1)
        {
            throw new InvalidOperationException("The built-in functions cannot be popped.");
        }

        var last = _globals[^1];
        _globals.RemoveAt(_globals.Count - 1);
        return last;
    }

    internal void PushScope(ScriptObject scope) => _globals.Add(scope);

    internal void PopScope() => _globals.RemoveAt(_globals.Count - 1);

    internal object? GetValue(string name, bool isLocal)
    {
        object? value;
        var loopName = isLocal ? "$" + name : name;
        for (var i = _loops.Count - 1; i >= 0; i--)
        {
            if (_loops[i].TryGet(loopName, out value))
            {
                return value;
            }
        }

        if (isLocal)
        {
            return _locals.TryGet(name, out value) ? value : null;
        }

        for (var i = _globals.Count - 1; i >= 0; i--)
        {
            if (_globals[i].TryGet(name, out value))
            {
                return value;
            }
        }

        return null;
    }

    internal void SetValue(SourceSpan span, string name, bool isLocal, object? value)
    {
        var scope = isLocal ? _locals : _globals[^1];
        if (!scope.CanWrite(name))
        {
            throw new ScriptRuntimeException(span, $"Cannot set value on the readonly variable `{name}`");
        }

        scope.SetValue(name, value, false);
    }

    internal void SetLoopVariable(string name, object? value) => _loops[^1].SetValue(name, value, false);

    internal void EnterLoop()
    {
        _loops.Add(new ScriptObject());
        EnterLoopScope();
    }

    internal void ExitLoop()
    {
        _loops.RemoveAt(_loops.Count - 1);
        LeaveLoopScope();
    }

    /// <summary>All that loops inside of the outermost scope shares one count of steps.</summary>
    internal LoopScope EnterLoopScope()
    {
        _loopStep = _loopDepth++ == 0 ? 0 : _loopStep;
        return new LoopScope(this);
    }

    internal void StepLoop(SourceSpan span)
    {
        CheckAbort();
        if (LoopLimit != 0 && ++_loopStep > LoopLimit)
        {
            throw new ScriptRuntimeException(span, $"Exceeding number of iteration limit `{LoopLimit}`.");
        }
    }

    void LeaveLoopScope() => _loopDepth--;

    internal readonly struct LoopScope(TemplateContext context) : IDisposable
    {
        public void Dispose() => context.LeaveLoopScope();
    }
}
