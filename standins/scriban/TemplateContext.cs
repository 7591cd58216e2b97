using System.Globalization;
using System.Runtime.CompilerServices;
using Scriban.Functions;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban;

/// <summary>What one rendering sees, and the limits it runs under.</summary>
public partial class TemplateContext : IFormatProvider
{
    readonly Stack<CultureInfo> _cultures = new();
    int _callDepth;
    bool _wantsFunction;

    public TemplateContext()
        : this(null)
    {
    }

    public TemplateContext(ScriptObject? builtin) => PushGlobal(builtin ?? GetDefaultBuiltinObject());

    /// <summary>How many steps a loop, with all that runs inside of it, may take. Zero is no limit.</summary>
    public int LoopLimit { get; set; } = 1000;

    /// <summary>How deep functions may call each other. Zero is no limit.</summary>
    public int RecursiveLimit { get; set; } = 100;

    /// <summary>How long a text may become. Zero is no limit.</summary>
    public int LimitToString { get; set; } = 1048576;

    /// <summary>How deep a value may nest that is turned into text. Zero is no limit.</summary>
    public int ObjectRecursionLimit { get; set; } = 20;

    /// <summary>Whether a member of nothing is nothing, rather than an error.</summary>
    public bool EnableRelaxedTargetAccess { get; set; }

    /// <summary>Indenting a text like the place it is put is not in this subset: nothing is ever indented.</summary>
    public bool AutoIndent { get; set; }

    /// <summary>.NET members are never visible here, whatever the filter lets through.</summary>
    public MemberFilterDelegate? MemberFilter { get; set; }

    public CancellationToken CancellationToken { get; set; }

    public CultureInfo CurrentCulture => _cultures.TryPeek(out var culture) ? culture : CultureInfo.InvariantCulture;

    public SourceSpan CurrentSpan => CurrentNode?.Span ?? default;

    public ScriptNode? CurrentNode { get; private set; }

    internal Flow Flow { get; set; }

    internal Dictionary<string, int> Cycles { get; } = new(StringComparer.Ordinal);

    public static ScriptObject GetDefaultBuiltinObject() => Builtins.Create();

    public void PushCulture(CultureInfo culture) =>
        _cultures.Push(culture ?? throw new ArgumentNullException(nameof(culture)));

    public CultureInfo PopCulture() => _cultures.Pop();

    public object? GetFormat(Type? formatType) => CurrentCulture.GetFormat(formatType);

    public void CheckAbort()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (CancellationToken.IsCancellationRequested)
        {
            throw new ScriptAbortException(CurrentSpan, CancellationToken);
        }
    }

    public object? Evaluate(ScriptNode? scriptNode) => Evaluate(scriptNode, false);

    /// <summary>Every node is evaluated through here, so that a subclass can watch.</summary>
    /// <param name="aliasReturnedFunction">Whether a function is wanted itself, not what it returns.</param>
    public virtual object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
    {
        if (scriptNode is null)
        {
            return null;
        }

        var (previousNode, previousWish) = (CurrentNode, _wantsFunction);
        try
        {
            (CurrentNode, _wantsFunction) = (scriptNode, aliasReturnedFunction);
            return scriptNode.Evaluate(this);
        }
        catch (Exception error) when (error is not ScriptRuntimeException)
        {
            throw new ScriptRuntimeException(scriptNode.Span, error.Message, error);
        }
        finally
        {
            (CurrentNode, _wantsFunction) = (previousNode, previousWish);
        }
    }

    internal void EnterRecursive(ScriptNode? node)
    {
        _callDepth++;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (RecursiveLimit != 0 && _callDepth > RecursiveLimit)
        {
            throw new ScriptRuntimeException(
                node?.Span ?? CurrentSpan, $"Exceeding number of recursive depth limit `{RecursiveLimit}`");
        }
    }

    internal void ExitRecursive() => _callDepth--;

    internal object? CallIfFunction(ScriptNode caller, object? value) =>
        value is DelegateFunction function && !_wantsFunction ? function.Invoke(this, caller, []) : value;
}
