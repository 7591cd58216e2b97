using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>What may come of expressions, as far as their writing tells.</summary>
sealed class PrintedValues
{
    readonly HashSet<string> _markup = new(StringComparer.Ordinal) { "content" };

    /// <summary>
    /// Names that may stand for HTML: what was captured, what goes into a layout, and whatever was made of these.
    /// </summary>
    public PrintedValues(ScriptBlockStatement body)
    {
        var nodes = SyntaxTree.Nodes(body).Select(next => next.Node).ToList();
        var made = nodes.OfType<ScriptAssignExpression>()
            .Select(assign => (To: Name(assign.Target), From: assign.Value))
            .Concat(nodes.OfType<ScriptForStatement>().Select(loop => (To: Name(loop.Variable), From: loop.Iterator)))
            .ToList();
        var uses = made
            .SelectMany(pair => Names(pair.From), (pair, name) => (name, pair.To))
            .ToLookup(pair => pair.name, pair => pair.To);
        var waiting = new Stack<string>(nodes.OfType<ScriptCaptureStatement>().Select(capture => Name(capture.Target))
            .Concat(made.Where(pair => MayBeMarkup(pair.From)).Select(pair => pair.To)));
        while (waiting.TryPop(out var name))
        {
            foreach (var user in _markup.Add(name) ? uses[name] : [])
            {
                waiting.Push(user);
            }
        }
    }

    static IEnumerable<string> Names(ScriptExpression? expression) => SyntaxTree.Nodes(expression)
        .Select(next => next.Node)
        .OfType<ScriptVariable>()
        .Where(variable => !IsMember(variable))
        .Select(Name)
        .Distinct();

    public bool MayBeMarkup(ScriptExpression? expression) => SyntaxTree.Nodes(expression).Any(next => next.Node switch
    {
        ScriptVariable variable => _markup.Contains(Name(variable)) && !IsMember(variable),
        ScriptMemberExpression member => IsFunction(member, "html", "escape", "newline_to_br"),
        _ => false,
    });

    /// <summary>An address that is whole, and no script.</summary>
    public static bool IsAddress(ScriptExpression? expression) => expression switch
    {
        ScriptNestedExpression nested => IsAddress(nested.Expression),
        ScriptConditionalExpression choice => IsAddress(choice.ThenValue) && IsAddress(choice.ElseValue),
        ScriptBinaryExpression { Operator: ScriptBinaryOperator.EmptyCoalescing } either =>
            IsAddress(either.Left) && IsAddress(either.Right),
        ScriptLiteral { Value: string text } => text.Length == 0 || AddressBeginning.HasScheme(text),
        ScriptVariable variable => Name(variable) == "unsubscribeUrl",
        ScriptMemberExpression
        {
            Target: ScriptVariable { Name: "brand" }, Member.Name: "logoUrl" or "contactUrl"
        } => true,
        _ => Calls(expression, "html", "url"),
    };

    /// <summary>What a style may hold: a colour of the brand, which is known to be one, or a number.</summary>
    public static bool IsStyle(ScriptExpression? expression) => expression switch
    {
        ScriptNestedExpression nested => IsStyle(nested.Expression),
        ScriptConditionalExpression choice => IsStyle(choice.ThenValue) && IsStyle(choice.ElseValue),
        ScriptBinaryExpression { Operator: ScriptBinaryOperator.EmptyCoalescing } either =>
            IsStyle(either.Left) && IsStyle(either.Right),
        ScriptLiteral => true,
        ScriptVariable variable => Name(variable) == "direction",
        ScriptMemberExpression
        {
            Target: ScriptVariable { Name: "brand" }, Member.Name: "primaryColor" or "textColor" or "backgroundColor"
        } => true,
        _ => Calls(expression, "math", "round", "ceil", "floor"),
    };

    static bool Calls(ScriptExpression? expression, string group, params ReadOnlySpan<string> functions)
    {
        while (expression is ScriptPipeCall pipe)
        {
            expression = pipe.To;
        }

        return IsFunction(expression is ScriptFunctionCall call ? call.Target : expression, group, functions);
    }

    static bool IsFunction(ScriptExpression? expression, string group, params ReadOnlySpan<string> functions) =>
        expression is ScriptMemberExpression { Target: ScriptVariable target, Member: { } member }
        && Name(target) == group && functions.Contains(member.Name);

    /// <summary>In <c>order.content</c> the second is the name of a member.</summary>
    static bool IsMember(ScriptVariable variable) =>
        variable.Parent is ScriptMemberExpression member && ReferenceEquals(member.Member, variable);

    static string Name(ScriptExpression? target) => (target as ScriptVariable)?.Name ?? "";
}
