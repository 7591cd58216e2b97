using System.Text;
using Scriban.Parsing;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>
/// The markup of a template with a mark for each statement that prints, and one wherever a branch or a loop begins or
/// ends. All branches stand one after the other: where none of them changes what kind of place one is in, each alone
/// and none at all lead to the same places. What is captured is printed elsewhere, and so is an outline of its own.
/// </summary>
sealed class MarkupOutline
{
    readonly StringBuilder _html = new();
    readonly MarkupMarks _marks;
    readonly Stack<List<int>> _loops = new();
    int _last;

    MarkupOutline(MarkupMarks marks) => _marks = marks;

    /// <summary>What prints, by its mark.</summary>
    public Dictionary<int, ScriptExpression> Holes { get; } = [];

    /// <summary>The statements with branches, by their first mark.</summary>
    public Dictionary<int, MarkupSeam> Seams { get; } = [];

    public List<MarkupOutline> Captured { get; } = [];

    /// <summary>Where it begins, for what is wrong with it as a whole.</summary>
    public required TextPosition Start { get; init; }

    /// <summary>The mark behind everything.</summary>
    public int End { get; private set; }

    public string Html => _html.ToString();

    public static MarkupOutline Of(ScriptBlockStatement body, MarkupMarks marks, TextPosition start)
    {
        var outline = new MarkupOutline(marks) { Start = start };
        outline.Walk(body);
        outline.End = outline.Mark();
        return outline;
    }

    void Walk(ScriptNode? node)
    {
        switch (node)
        {
            case ScriptBlockStatement block:
                foreach (var statement in block.Statements)
                {
                    Walk(statement);
                }

                break;
            case ScriptRawStatement raw:
                _html.Append(raw.Text.ToString());
                break;
            case ScriptExpressionStatement { Expression: not ScriptAssignExpression and { } expression }:
                Holes.Add(Mark(), expression);
                break;
            case ScriptIfStatement or ScriptForStatement or ScriptCaseStatement:
                Branch((ScriptStatement)node);
                break;
            case ScriptCaptureStatement { Body: { } body }:
                Captured.Add(Of(body, _marks, node.Span.Start));
                break;
            case ScriptBreakStatement or ScriptContinueStatement when _loops.TryPeek(out var loop):
                loop.Add(Edge());
                break;
        }
    }

    void Branch(ScriptStatement statement)
    {
        var seam = new MarkupSeam(statement.Span.Start, [], []);
        Seams.Add(_last + 1, seam);
        if (statement is ScriptForStatement)
        {
            _loops.Push(seam.Jumps);
        }

        foreach (var (body, isLoop) in Branches(statement))
        {
            if (!isLoop && statement is ScriptForStatement)
            {
                _loops.Pop();
            }

            seam.Edges.Add(Edge());
            Walk(body);
        }

        if (statement is ScriptForStatement { Else: null })
        {
            _loops.Pop();
        }

        seam.HasElse = Branches(statement).Last().Body.Parent is ScriptElseStatement;
        seam.Edges.Add(Edge());
    }

    static IEnumerable<(ScriptBlockStatement Body, bool IsLoop)> Branches(ScriptNode? node)
    {
        while (node is not null)
        {
            var (body, next) = node switch
            {
                ScriptIfStatement choice => (choice.Then, (ScriptNode?)choice.Else),
                ScriptForStatement loop => (loop.Body, loop.Else),
                ScriptElseStatement otherwise => (otherwise.Body, null),
                ScriptWhenStatement branch => (branch.Body, branch.Next),
                // Its body is what stands before the first of its branches, which are held by one another.
                ScriptCaseStatement choice =>
                    (null, choice.Body?.Statements.OfType<ScriptConditionStatement>().FirstOrDefault()),
                _ => (null, null),
            };
            if (body is not null)
            {
                yield return (body, node is ScriptForStatement);
            }

            node = next;
        }
    }

    /// <summary>It prints nothing, so what follows begins anew: an attribute, most often.</summary>
    int Edge()
    {
        var mark = Mark();
        _html.Append(' ');
        return mark;
    }

    int Mark()
    {
        _html.Append(_marks.Mark(++_last));
        return _last;
    }
}

/// <param name="Edges">The marks before, between and behind the branches.</param>
/// <param name="Jumps">Where a loop is left, or begun again, before its end.</param>
sealed record MarkupSeam(TextPosition At, List<int> Edges, List<int> Jumps)
{
    /// <summary>Whether one of the branches is taken always.</summary>
    public bool HasElse { get; set; }
}
