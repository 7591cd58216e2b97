using Scriban.Parsing;
using Scriban.Runtime;

namespace Scriban;

public partial class TemplateContext
{
    readonly Stack<StringBuilderOutput> _outputs = new([new StringBuilderOutput()]);
    int _written;
    bool _isCut;

    public IScriptOutput Output => _outputs.Peek();

    public void PushOutput() => _outputs.Push(new StringBuilderOutput());

    public IScriptOutput PopOutput() => _outputs.Pop();

    /// <summary>Writes an expression's value. A hook for escaping: the template's own text goes another way.</summary>
    public virtual TemplateContext Write(SourceSpan span, object? textAsObject) =>
        textAsObject is null ? this : Write(ObjectToString(textAsObject));

    /// <summary>Writes text as it is, up to <see cref="LimitToString"/> over the whole rendering.</summary>
    public TemplateContext Write(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return this;
        }

        var fits = LimitToString <= 0 ? text.Length : Math.Clamp(LimitToString - _written, 0, text.Length);
        Output.Write(text, 0, fits);
        _written += fits;
        if (fits < text.Length && !_isCut)
        {
            Output.Write("...", 0, 3);
            _isCut = true;
        }

        return this;
    }

    internal string TakeOutput()
    {
        var builder = _outputs.Peek().Builder;
        var text = builder.ToString();
        builder.Clear();
        return text;
    }
}
