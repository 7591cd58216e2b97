using System.Text;

namespace Scriban.Runtime;

/// <summary>Where the text of a template goes.</summary>
public interface IScriptOutput
{
    void Write(string text, int offset, int count);
}

public sealed class StringBuilderOutput : IScriptOutput
{
    public StringBuilder Builder { get; } = new();

    public void Write(string text, int offset, int count) => Builder.Append(text, offset, count);

    public override string ToString() => Builder.ToString();
}
