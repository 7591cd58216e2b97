using Scriban.Parsing;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>A parsed template, walked through without the stack: it may be as deep as its author made it.</summary>
static class SyntaxTree
{
    /// <summary>All nodes in the order they are written in, each before what is in it.</summary>
    public static IEnumerable<(ScriptNode Node, int Depth)> Nodes(ScriptNode? root)
    {
        var waiting = new Stack<(ScriptNode Node, int Depth)>();
        Push(root, 1);
        while (waiting.TryPop(out var next))
        {
            yield return next;
            for (var at = next.Node.ChildrenCount - 1; at >= 0; at--)
            {
                Push(next.Node.GetChildren(at), next.Depth + 1);
            }
        }

        void Push(ScriptNode? node, int depth)
        {
            if (node is not null)
            {
                waiting.Push((node, depth));
            }
        }
    }

    /// <summary>What may not be written though the engine can parse it.</summary>
    public static (TextPosition At, string Reason)? Refused(ScriptPage? page) => Nodes(page)
        .Select(next => Why(next.Node, next.Depth) is { } reason
            ? (next.Node.Span.Start, reason)
            : ((TextPosition, string)?)null)
        .FirstOrDefault(found => found is not null);

    static string? Why(ScriptNode node, int depth) => node switch
    {
        _ when depth > TemplateLimits.TreeDepthMax =>
            "Blocks, expressions or chains of them nest too deeply here.",
        ScriptAssignExpression { Target: not ScriptVariable } =>
            "Members and elements cannot be assigned to; write the whole list or object anew.",
        ScriptForStatement { Variable: not ScriptVariable } => "A loop needs a plain name.",
        ScriptCaptureStatement { Target: not ScriptVariable } => "What is captured needs a plain name.",
        ScriptLiteral { Value: string text } when HasHalf(text) => "Half a character is in this text.",
        _ => null,
    };

    static bool HasHalf(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogate(text[at]))
            {
                if (!char.IsSurrogatePair(text, at))
                {
                    return true;
                }

                at++;
            }
        }

        return false;
    }
}
