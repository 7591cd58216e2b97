using System.Collections.Immutable;

namespace Engagement.Definitions.Reading;

/// <summary>A document before it means anything: what YAML and JSON have in common, with line numbers.</summary>
/// <param name="Line">Counted from 1; that of a text in a block of its own is the block's first.</param>
public abstract record Node(int Line)
{
    /// <param name="Plain">Written without quotes, so that it may be a number or a truth.</param>
    public sealed record Scalar(string Text, bool Plain, int Line) : Node(Line);

    public sealed record List(ImmutableArray<Node> Items, int Line) : Node(Line);

    /// <summary>Names are unique.</summary>
    public sealed record Mapping(ImmutableArray<Member> Members, int Line) : Node(Line);

    /// <summary>The value of a member, when this is a mapping that has it.</summary>
    public Node? Member(string name) =>
        (this as Mapping)?.Members.FirstOrDefault(member => member.Name == name)?.Value;

    /// <summary>What it is, for a problem's text.</summary>
    public string Shape => this switch
    {
        Scalar => "a single value",
        List => "a list",
        Mapping => "a mapping",
        _ => throw new NotSupportedException($"No word for {GetType().Name}."),
    };
}

public sealed record Member(string Name, Node Value, int Line);
