using Scriban.Parsing;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>
/// Finds members that nothing has, in loops and layouts, too: when a message is filled in they print as nothing, so a
/// slip of the pen would be seen by customers only.
/// </summary>
sealed class TemplateMembers
{
    readonly string _source;
    readonly List<ScriptNode> _nodes;
    readonly TemplateKinds _kinds;

    public TemplateMembers(string source, ScriptBlockStatement body)
    {
        _source = source;
        _nodes = [.. SyntaxTree.Nodes(body).Select(next => next.Node)];
        _kinds = new TemplateKinds(_nodes);
    }

    public IEnumerable<TemplateMistake> Unknown() => _nodes.SelectMany(Mistakes);

    IEnumerable<TemplateMistake> Mistakes(ScriptNode node) => node switch
    {
        ScriptRawStatement { IsEscape: false } raw => Foreign(raw),
        ScriptAssignExpression assign => Hidden(assign.Target),
        ScriptCaptureStatement capture => Hidden(capture.Target),
        ScriptForStatement loop => Hidden(loop.Variable),
        ScriptIsEmptyExpression => [],
        ScriptMemberExpression { Target: { } target, Member: { } member } =>
            Missing(target, member.Name, member.Span.Start),
        ScriptIndexerExpression { Target: { } target, Index: ScriptLiteral { Value: string name } index } =>
            Missing(target, name, index.Span.Start),
        ScriptPipeCall or ScriptFunctionCall => OfItems(FunctionCall.Of((ScriptExpression)node)),
        _ => [],
    };

    /// <summary>Data and functions keep their names, so that who reads <c>brand.logoUrl</c> knows what it is.</summary>
    IEnumerable<TemplateMistake> Hidden(ScriptExpression? target)
    {
        if (target is ScriptVariable { Name: var name }
            && (TemplateModel.Given.Find(name) is not null || TemplateFunctions.Groups.ContainsKey(name)))
        {
            yield return At(target.Span.Start, $"{name} has a meaning already; take another name.");
        }
    }

    IEnumerable<TemplateMistake> Foreign(ScriptRawStatement raw)
    {
        if (raw.Text.ToString().IndexOf("{%", StringComparison.Ordinal) is >= 0 and var at)
        {
            var place = raw.Span.Start.Offset + at;
            var line = _source.AsSpan(0, place).Count('\n');
            yield return At(
                new TextPosition(place, line, place - (_source.LastIndexOf('\n', place) + 1)),
                "{% is of another language: write {{ if ... }}, {{ for ... }} and {{ end }}.");
        }
    }

    /// <summary>The member that <c>array.map</c> or <c>array.sort</c> looks at.</summary>
    IEnumerable<TemplateMistake> OfItems(FunctionCall? call) =>
        call is { Group: "array", Name: "map" or "sort", Second: ScriptLiteral { Value: string name } second }
        && _kinds.Of(call.First) is TemplateKind.List { Item: TemplateKind.Members item }
            ? Missing(item, "an item", name, second.Span.Start)
            : [];

    IEnumerable<TemplateMistake> Missing(ScriptExpression target, string name, TextPosition at) =>
        target is ScriptVariable variable && TemplateFunctions.Groups.ContainsKey(variable.Name) ? []
        : _kinds.Of(target) switch
        {
            TemplateKind.Members members => Missing(members, Written(target), name, at),
            TemplateKind.List when name != "size" => [At(at, $"{Written(target)} is a list, and has no {name}.")],
            _ => [],
        };

    IEnumerable<TemplateMistake> Missing(TemplateKind.Members owner, string written, string name, TextPosition at)
    {
        if (owner.Find(name) is not null)
        {
            yield break;
        }

        var all = string.Join(", ", owner.Names.Order(StringComparer.Ordinal));
        yield return At(at, $"There is no {name} in {written}" + (NearName.Of(name, owner.Names) is { } near
            ? $": did you mean {near}?"
            : all.Length > 0 ? $"; it has {all}." : ", which is a number."));
    }

    string Written(ScriptExpression target)
    {
        var (from, to) = (target.Span.Start.Offset, target.Span.End.Offset + 1);
        return from >= 0 && to <= _source.Length && to - from is > 0 and <= 60 ? _source[from..to] : "this";
    }

    TemplateMistake At(TextPosition at, string reason) => TemplateMistake.At(_source, at, reason);
}
