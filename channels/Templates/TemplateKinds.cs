using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>Finds out of what kind the expressions of a template are.</summary>
sealed class TemplateKinds
{
    const int DepthMax = 100;

    static readonly HashSet<string> Keeping = new(StringComparer.Ordinal)
    {
        "sort", "filter", "offset", "limit", "reverse", "compact", "uniq", "remove_at",
    };

    readonly ILookup<string, ScriptExpression?> _assigned;
    readonly HashSet<string> _captured;
    readonly Dictionary<ScriptNode, TemplateKind> _found = new(ReferenceEqualityComparer.Instance);
    int _depth;

    public TemplateKinds(IReadOnlyList<ScriptNode> nodes)
    {
        _assigned = nodes.OfType<ScriptAssignExpression>().ToLookup(Name, assign => assign.Value);
        _captured = [.. nodes.OfType<ScriptCaptureStatement>().Select(capture => Name(capture.Target))];

        static string Name(ScriptNode? node) => node switch
        {
            ScriptAssignExpression assign => Name(assign.Target),
            ScriptVariable variable => variable.Name,
            _ => "",
        };
    }

    /// <summary>A name may stand for another and so on; where that goes on for long, any kind will do.</summary>
    public TemplateKind Of(ScriptExpression? expression)
    {
        if (expression is null || _depth >= DepthMax)
        {
            return TemplateKind.Any;
        }

        if (!_found.TryGetValue(expression, out var kind))
        {
            // What is asked for once more before it is found stands for itself.
            _found[expression] = TemplateKind.Any;
            _depth++;
            kind = Find(expression);
            _depth--;
            _found[expression] = kind;
        }

        return kind;
    }

    TemplateKind Find(ScriptExpression expression) => expression switch
    {
        ScriptNestedExpression nested => Of(nested.Expression),
        ScriptVariable variable => OfVariable(variable),
        ScriptIsEmptyExpression => TemplateKind.Any,
        ScriptMemberExpression { Member: { } member } access => Member(Of(access.Target), member.Name),
        ScriptIndexerExpression { Index: ScriptLiteral { Value: string name } } access =>
            Member(Of(access.Target), name),
        ScriptIndexerExpression access => Of(access.Target) is TemplateKind.List list ? list.Item : TemplateKind.Any,
        ScriptBinaryExpression { Operator: ScriptBinaryOperator.EmptyCoalescing } either =>
            Either(Of(either.Left), either.Right),
        ScriptConditionalExpression choice => Either(Of(choice.ThenValue), choice.ElseValue),
        ScriptArrayInitializerExpression list => OfList(list),
        ScriptObjectInitializerExpression members => new TemplateKind.Members(members.Members
            .DistinctBy(member => NameOf(member.Name))
            .ToDictionary(member => NameOf(member.Name), member => Of(member.Value))),
        ScriptPipeCall or ScriptFunctionCall when FunctionCall.Of(expression) is { } call => OfCall(call),
        ScriptLiteral { Value: string } => TemplateKind.Text,
        _ => TemplateKind.Any,
    };

    public static TemplateKind Member(TemplateKind owner, string name) =>
        (owner as TemplateKind.Members)?.Find(name) ?? TemplateKind.Any;

    TemplateKind OfVariable(ScriptVariable variable)
    {
        for (var around = variable.Parent; around is not null; around = around.Parent)
        {
            if (around is ScriptForStatement { Variable: ScriptVariable own } loop && own.Name == variable.Name
                && !IsIn(variable, loop.Iterator))
            {
                return Of(loop.Iterator) is TemplateKind.List list ? list.Item : TemplateKind.Any;
            }
        }

        if (_captured.Contains(variable.Name))
        {
            return TemplateKind.Any;
        }

        return _assigned[variable.Name].Select(Of).Distinct().ToList() switch
        {
            [] => TemplateModel.Given.Known.GetValueOrDefault(variable.Name) ?? TemplateKind.Any,
            [var only] => only,
            _ => TemplateKind.Any,
        };
    }

    static bool IsIn(ScriptNode node, ScriptNode? tree)
    {
        for (var around = node; around is not null; around = around.Parent)
        {
            if (ReferenceEquals(around, tree))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An empty list or nothing instead of a value does not make it another kind.</summary>
    TemplateKind Either(TemplateKind one, ScriptExpression? other) => other switch
    {
        ScriptLiteral { Value: null } or ScriptArrayInitializerExpression { Values.Count: 0 } => one,
        _ => one == Of(other) ? one : TemplateKind.Any,
    };

    TemplateKind.List OfList(ScriptArrayInitializerExpression list) =>
        new(list.Values.Select(Of).Distinct().ToList() is [var only] ? only : TemplateKind.Any);

    TemplateKind OfCall(FunctionCall call) => call switch
    {
        { Group: "array", Name: "first" or "last" } => Of(call.First) is TemplateKind.List list
            ? list.Item
            : TemplateKind.Any,
        { Group: "array", Name: "map", Second: ScriptLiteral { Value: string member } } =>
            Of(call.First) is TemplateKind.List list
                ? new TemplateKind.List(Member(list.Item, member))
                : TemplateKind.Any,
        { Group: "array" } when Keeping.Contains(call.Name) => Of(call.First),
        { Group: "object", Name: "default" } => Either(Of(call.First), call.Second),
        _ => TemplateKind.Any,
    };

    static string NameOf(ScriptNode? name) => name switch
    {
        ScriptVariable variable => variable.Name,
        ScriptLiteral { Value: string text } => text,
        _ => "",
    };
}

/// <summary>A function of a group with what it is given, however that is written.</summary>
sealed record FunctionCall(string Group, string Name, ScriptExpression? First, ScriptExpression? Second)
{
    public static FunctionCall? Of(ScriptExpression? expression)
    {
        var from = (expression as ScriptPipeCall)?.From;
        var to = expression is ScriptPipeCall pipe ? pipe.To : expression;
        var (target, given) = to is ScriptFunctionCall call ? (call.Target, call.Arguments.ToList()) : (to, []);
        if (from is not null)
        {
            given.Insert(0, from);
        }

        return target is ScriptMemberExpression { Target: ScriptVariable group, Member: { } member }
            && TemplateFunctions.Groups.ContainsKey(group.Name)
                ? new FunctionCall(group.Name, member.Name, given.ElementAtOrDefault(0), given.ElementAtOrDefault(1))
                : null;
    }
}
