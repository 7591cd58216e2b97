using System.Collections.Immutable;
using Scriban.Syntax;

namespace Scriban.Parsing;

sealed partial class Parser
{
    const int UnaryPrecedence = 200;

    bool IsStartOfExpression() => Current.Type is TokenType.Identifier or TokenType.IdentifierSpecial
        or TokenType.Integer or TokenType.Float or TokenType.String or TokenType.VerbatimString
        or TokenType.OpenParen or TokenType.OpenBrace or TokenType.OpenBracket
        or TokenType.Exclamation or TokenType.Minus or TokenType.Plus or TokenType.Arroba;

    ScriptNode Operand(Slot slot)
    {
        var start = Current.Start;
        var operand = Primary();
        while (true)
        {
            if (Current.Type is TokenType.Dot or TokenType.QuestionDot)
            {
                operand = MemberOf(operand, start);
            }
            else if (Current.Type == TokenType.OpenBracket && TouchesPrevious()
                && operand is IPath or Literal or Call or Nested)
            {
                Take();
                var index = Expression(default);
                Expect(TokenType.CloseBracket, "']'");
                operand = Close(new Indexer(operand, index), start);
            }
            else if (Current.Type == TokenType.OpenParen && TouchesPrevious()
                && operand is IPath && !slot.IsBasic && !slot.InCall)
            {
                operand = Close(new Call(operand, ExplicitArguments()), start);
            }
            else
            {
                return operand;
            }
        }
    }

    ScriptNode MemberOf(ScriptNode owner, TextPosition start)
    {
        var nullSafe = Take().Type == TokenType.QuestionDot;
        if (Current.Type != TokenType.Identifier)
        {
            throw Wrong(Current, "The dot operator is expected to be followed by a plain identifier");
        }

        var token = Take();
        var name = TextOf(token);
        if (name is "empty" or "blank" && Current.Type == TokenType.Question)
        {
            Take();
            return Close(new IsEmpty(owner), start);
        }

        if (owner is Variable { Name: "for", IsLocal: false } && !LoopState.Members.Contains(name))
        {
            throw new ParseException(owner.Span, $"The loop variable <for.{name}> is not supported");
        }

        return Close(new Member(owner, name, nullSafe, SpanOf(token)), start);
    }

    bool TouchesPrevious() => Current.Start.Offset > 0 && !char.IsWhiteSpace(_lexer.Text[Current.Start.Offset - 1]);

    List<ScriptNode> ExplicitArguments()
    {
        Take();
        var arguments = new List<ScriptNode>();
        while (Current.Type != TokenType.CloseParen)
        {
            if (arguments.Count > 0)
            {
                Expect(TokenType.Comma, "a comma to separate arguments in a function call");
            }

            if (Current.Type == TokenType.Identifier && Ahead.Type == TokenType.Colon)
            {
                TakeNamed(arguments);
            }
            else
            {
                arguments.Add(Expression(default));
            }
        }

        Take();
        return arguments;
    }

    ScriptNode Primary()
    {
        var token = Current;
        switch (token.Type)
        {
            case TokenType.Identifier:
            case TokenType.IdentifierSpecial:
                return Name(Take());
            case TokenType.Integer:
                return Valued(Take(), Literals.Integer(TextOf(token)));
            case TokenType.Float:
                return Valued(Take(), Literals.Float(TextOf(token), _options.ParseFloatAsDecimal));
            case TokenType.String:
                return Valued(Take(), Literals.Unquote(TextOf(token)));
            case TokenType.VerbatimString:
                return Valued(Take(), TextOf(token)[1..^1].Replace("``", "`", StringComparison.Ordinal));
            case TokenType.OpenParen:
                Take();
                var inner = Expression(default);
                Expect(TokenType.CloseParen, "a closing `)`");
                return Close(new Nested(inner), token.Start);
            case TokenType.OpenBracket:
                return ArrayLiteral();
            case TokenType.OpenBrace:
                return ObjectLiteral();
            case TokenType.Exclamation or TokenType.Minus or TokenType.Plus or TokenType.Arroba:
                return Signed(Take());
            default:
                throw Wrong(token, $"Unexpected token `{TextOf(token)}` while parsing expression");
        }
    }

    ScriptNode Signed(Token sign)
    {
        var operand = sign.Type == TokenType.Arroba
            ? Expression(new Slot { IsBasic = true })
            : Expression(new Slot { Precedence = UnaryPrecedence });
        return sign.Type switch
        {
            TokenType.Arroba => Close(new Alias(operand), sign.Start),
            TokenType.Exclamation => Close(new Unary(UnaryOperator.Not, operand), sign.Start),
            TokenType.Minus => Close(new Unary(UnaryOperator.Negate, operand), sign.Start),
            _ => Close(new Unary(UnaryOperator.Plus, operand), sign.Start),
        };
    }

    ScriptNode Name(Token token)
    {
        var text = TextOf(token);
        switch (text)
        {
            case "null":
                return Close(new Literal(null), token.Start);
            case "true" or "false":
                return Close(new Literal(text == "true"), token.Start);
            case "this" or "do":
                throw Wrong(token, $"`{text}` is not in this subset of the language");
        }

        if (token.Type == TokenType.Identifier)
        {
            return Close(new Variable(text, false), token.Start);
        }

        var isNamed = text.Length > 1 && (char.IsLetter(text[1]) || text[1] == '_');
        return isNamed
            ? Close(new Variable(text[1..], true), token.Start)
            : throw Wrong(token, $"`{text}` is not in this subset of the language");
    }

    Literal Valued(Token token, object? value) => value is null
        ? throw Wrong(token, $"Unable to parse the number `{TextOf(token)}`")
        : Close(new Literal(value), token.Start);

    ArrayInitializer ArrayLiteral()
    {
        var start = Current.Start;
        _freeLines++;
        Take();
        var values = ImmutableArray.CreateBuilder<ScriptNode>();
        while (Current.Type != TokenType.CloseBracket)
        {
            values.Add(Expression(default));
            if (Current.Type != TokenType.Comma)
            {
                break;
            }

            Take();
        }

        _ = Current;
        _freeLines--;
        Expect(TokenType.CloseBracket, "`]`");
        return Close(new ArrayInitializer(values.ToImmutable()), start);
    }

    ObjectInitializer ObjectLiteral()
    {
        var start = Current.Start;
        _freeLines++;
        Take();
        var members = ImmutableArray.CreateBuilder<(string, ScriptNode)>();
        while (Current.Type is TokenType.Identifier or TokenType.String)
        {
            var name = Take();
            Expect(TokenType.Colon, "a colon after the name of a member");
            var text = name.Type == TokenType.String ? Literals.Unquote(TextOf(name)) : TextOf(name);
            members.Add((text, Expression(default)));
            if (Current.Type != TokenType.Comma)
            {
                break;
            }

            Take();
        }

        _ = Current;
        _freeLines--;
        Expect(TokenType.CloseBrace, "`}`");
        return Close(new ObjectInitializer(members.ToImmutable()), start);
    }
}
