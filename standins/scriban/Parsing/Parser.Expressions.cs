using System.Collections.Immutable;
using Scriban.Syntax;

namespace Scriban.Parsing;

sealed partial class Parser
{
    /// <summary>Where an expression stands, which decides how far it reaches.</summary>
    readonly struct Slot
    {
        /// <summary>The right side of a call's argument, where the next value is the next argument.</summary>
        public bool InCall { get; init; }

        public int Precedence { get; init; }

        /// <summary>Only a value with its members and indexes.</summary>
        public bool IsBasic { get; init; }

        /// <summary>A value of <c>when</c>, where <c>||</c> separates values.</summary>
        public bool InWhen { get; init; }

        /// <summary>A branch of <c>a ? b : c</c>, where a colon does not name an argument.</summary>
        public bool KeepsColon { get; init; }

        /// <summary>A stage of a pipe: the next stage is not part of it.</summary>
        public bool IsStage { get; init; }

        /// <summary>A statement of its own, which may be an assignment.</summary>
        public bool Assigns { get; init; }

        /// <summary>Collects a loop's options.</summary>
        public ImmutableArray<NamedArgument>.Builder? Options { get; init; }
    }

    ScriptNode Expression(Slot slot)
    {
        var depth = _depth;
        Deepen();
        var value = Stage(slot);
        while (slot.Precedence == 0 && !slot.IsStage && !slot.IsBasic
            && Current.Type is TokenType.VerticalBar or TokenType.PipeGreater)
        {
            _freeLines++;
            Take();
            _ = Current;
            _freeLines--;
            value = Piped(value, Stage(new Slot { IsStage = true }));
            TakeOptions(slot);
        }

        _depth = depth;
        return value;
    }

    /// <summary>One value, or a call whose arguments stand behind it without parentheses.</summary>
    ScriptNode Stage(Slot slot)
    {
        var start = Current.Start;
        List<ScriptNode>? call = null;
        while (true)
        {
            var operand = Infix(Operand(slot), slot, call is not null);
            if (call is not null && Current.Type == TokenType.OpenParen && TouchesPrevious())
            {
                throw new ParseException(operand.Span, "A call with parentheses cannot be part of an argument's sum");
            }

            if (slot.IsBasic || slot.InCall || !ContinuesAsCall())
            {
                return Chosen(call is null ? operand : Called(call, operand, start), slot);
            }

            if (call is null && slot.Options is not null && Current.Type == TokenType.Identifier)
            {
                TakeOptions(slot);
                return operand;
            }

            if (call is not null && operand is not NamedArgument || call is null)
            {
                (call ??= []).Add(operand);
            }

            if (TakeNamed(call) && !IsStartOfExpression())
            {
                return Called(call, null, start);
            }
        }
    }

    /// <summary>A sign that is an operator never begins an argument: <c>f -1</c> is a subtraction.</summary>
    bool ContinuesAsCall() => IsStartOfExpression() && OperatorOf(Current.Type) is null;

    /// <summary>Reads <c>name: value</c> as often as it follows.</summary>
    bool TakeNamed(List<ScriptNode> call)
    {
        var took = false;
        while (Current.Type == TokenType.Identifier && Ahead.Type == TokenType.Colon)
        {
            var name = Take();
            Take();
            call.Add(Close(new NamedArgument(TextOf(name), Expression(new Slot { IsBasic = true })), name.Start));
            took = true;
        }

        return took;
    }

    void TakeOptions(Slot slot)
    {
        while (slot.Options is { } options && Current.Type == TokenType.Identifier)
        {
            var name = Take();
            ScriptNode? value = null;
            if (Current.Type == TokenType.Colon)
            {
                Take();
                value = Expression(new Slot { IsBasic = true });
            }

            options.Add(Close(new NamedArgument(TextOf(name), value), name.Start));
        }
    }

    Call Called(List<ScriptNode> parts, ScriptNode? last, TextPosition start)
    {
        if (last is not null)
        {
            parts.Add(last);
        }

        return Close(new Call(parts[0], parts[1..]), start);
    }

    /// <summary>Hands a value to the function that the stage begins with.</summary>
    static ScriptNode Piped(ScriptNode from, ScriptNode to)
    {
        switch (to)
        {
            case Call call:
                call.Arguments.Insert(0, from);
                call.IsPiped = true;
                return call;
            case IPath:
                var single = new Call(to, [from]) { IsPiped = true };
                single.Span = to.Span;
                return single;
            case ScriptBinaryExpression binary:
                binary.Left = Piped(from, binary.Left);
                return binary;
            case Conditional conditional:
                conditional.Condition = Piped(from, conditional.Condition);
                return conditional;
            default:
                throw new ParseException(to.Span, "Pipe expression destination is not a valid function");
        }
    }

    /// <summary>Operators behind a value, as long as they bind tighter than what stands before it.</summary>
    ScriptNode Infix(ScriptNode left, Slot slot, bool isArgument)
    {
        while (!slot.IsBasic)
        {
            if (Current.Type == TokenType.Colon && !slot.KeepsColon)
            {
                return Named(left);
            }

            if (slot.Assigns && !isArgument && Assigned(left) is { } assignment)
            {
                return assignment;
            }

            if (OperatorOf(Current.Type) is not { } op
                || (slot.InWhen && op.Kind == ScriptBinaryOperator.Or)
                || op.Precedence <= slot.Precedence)
            {
                return left;
            }

            Deepen();
            var sign = Take();
            if (!IsStartOfExpression())
            {
                throw Wrong(Current, $"Expecting an <expression> behind the operator, not `{TextOf(Current)}`");
            }

            var right = Expression(new Slot
            {
                InCall = isArgument || slot.InCall,
                Precedence = op.Precedence,
                KeepsColon = slot.KeepsColon,
            });
            left = Close(new ScriptBinaryExpression(left, op.Kind, right, SpanOf(sign)), left.Span.Start);
        }

        return left;
    }

    /// <summary>A colon names an argument wherever it is not the middle of a choice.</summary>
    NamedArgument Named(ScriptNode name)
    {
        if (name is not Variable variable)
        {
            throw new ParseException(name.Span, "Expecting a simple variable before `:` for a named argument");
        }

        Take();
        return Close(new NamedArgument(variable.Name, Expression(default)), name.Span.Start);
    }

    /// <summary><c>a ? b : c</c>, where the condition may be a call with its arguments.</summary>
    ScriptNode Chosen(ScriptNode condition, Slot slot)
    {
        if (Current.Type != TokenType.Question || slot.Precedence > 0 || slot.IsBasic)
        {
            return condition;
        }

        Take();
        var then = Expression(new Slot { KeepsColon = true });
        Expect(TokenType.Colon, "`:`");
        var otherwise = Expression(new Slot { KeepsColon = true });
        return Close(new Conditional(condition, then, otherwise), condition.Span.Start);
    }

    Assignment? Assigned(ScriptNode target)
    {
        ScriptBinaryOperator? op = Current.Type switch
        {
            TokenType.PlusEqual => ScriptBinaryOperator.Add,
            TokenType.MinusEqual => ScriptBinaryOperator.Subtract,
            TokenType.AsteriskEqual => ScriptBinaryOperator.Multiply,
            TokenType.DivideEqual => ScriptBinaryOperator.Divide,
            TokenType.DoubleDivideEqual => ScriptBinaryOperator.DivideRound,
            TokenType.PercentEqual => ScriptBinaryOperator.Modulus,
            _ => null,
        };
        if (!IsAssignment(Current.Type))
        {
            return null;
        }

        if (target is not IPath)
        {
            throw new ParseException(target.Span, "Only a variable, a member or an element can be assigned to");
        }

        Take();
        return Close(new Assignment(target, Expression(default), op), target.Span.Start);
    }

    static bool IsAssignment(TokenType type) => type is TokenType.Equal or TokenType.PlusEqual or TokenType.MinusEqual
        or TokenType.AsteriskEqual or TokenType.DivideEqual or TokenType.DoubleDivideEqual or TokenType.PercentEqual;

    static (ScriptBinaryOperator Kind, int Precedence)? OperatorOf(TokenType type) => type switch
    {
        TokenType.DoubleQuestion => (ScriptBinaryOperator.EmptyCoalescing, 20),
        TokenType.DoubleVerticalBar => (ScriptBinaryOperator.Or, 30),
        TokenType.DoubleAmp => (ScriptBinaryOperator.And, 40),
        TokenType.DoubleEqual => (ScriptBinaryOperator.CompareEqual, 70),
        TokenType.ExclamationEqual => (ScriptBinaryOperator.CompareNotEqual, 70),
        TokenType.Less => (ScriptBinaryOperator.CompareLess, 80),
        TokenType.LessEqual => (ScriptBinaryOperator.CompareLessOrEqual, 80),
        TokenType.Greater => (ScriptBinaryOperator.CompareGreater, 80),
        TokenType.GreaterEqual => (ScriptBinaryOperator.CompareGreaterOrEqual, 80),
        TokenType.Plus => (ScriptBinaryOperator.Add, 100),
        TokenType.Minus => (ScriptBinaryOperator.Subtract, 100),
        TokenType.Asterisk => (ScriptBinaryOperator.Multiply, 110),
        TokenType.Divide => (ScriptBinaryOperator.Divide, 110),
        TokenType.DoubleDivide => (ScriptBinaryOperator.DivideRound, 110),
        TokenType.Percent => (ScriptBinaryOperator.Modulus, 110),
        TokenType.DoubleDot => (ScriptBinaryOperator.RangeInclude, 130),
        TokenType.DoubleDotLess => (ScriptBinaryOperator.RangeExclude, 130),
        _ => null,
    };
}
