using System.Collections.Immutable;
using Scriban.Syntax;

namespace Scriban.Parsing;

sealed partial class Parser
{
    /// <summary>What surrounds a block, and so what may end it.</summary>
    enum BlockKind
    {
        Page,
        Plain,
        Branch,
        Loop,
    }

    /// <summary>Reads statements up to <c>end</c>, <c>else</c> or <c>when</c>, which are left to the caller.</summary>
    BlockStatement Block(BlockKind kind)
    {
        var start = Current.Start;
        var depth = _depth;
        Deepen();
        var statements = ImmutableArray.CreateBuilder<ScriptNode>();
        while (Current.Type != TokenType.Eof)
        {
            if (IsWord("end") || IsWord("else") || IsWord("when"))
            {
                if (kind == BlockKind.Page || (kind == BlockKind.Plain && !IsWord("end")))
                {
                    throw Stray();
                }

                break;
            }

            if (Statement() is { } statement)
            {
                statements.Add(statement);
            }
        }

        if (kind != BlockKind.Page && Current.Type == TokenType.Eof)
        {
            throw Wrong(Previous, "The <end> statement was not found");
        }

        _depth = depth;
        return Close(new BlockStatement(statements.ToImmutable()), start);
    }

    /// <summary>What is wrong inside of a stray block comes before the block itself.</summary>
    ParseException Stray()
    {
        var word = Take();
        var name = TextOf(word);
        switch (name)
        {
            case "end":
                EndOfStatement();
                word = word with { Start = word.End };
                break;
            case "when":
                When(word);
                break;
            default:
                Else();
                break;
        }

        return Wrong(word, $"Found <{name}> without a beginning of its block");
    }

    ScriptNode? Statement()
    {
        var token = Current;
        switch (token.Type)
        {
            case TokenType.Raw:
            case TokenType.Escape:
                Take();
                var (from, to) = (token.Start.Offset, token.End.Offset);
                var slice = new ScriptStringSlice(_lexer.Text, from, to - from + 1);
                return Close(new ScriptRawStatement(slice), token.Start);
            case TokenType.CodeEnter:
            case TokenType.CodeExit:
            case TokenType.EscapeEnter:
            case TokenType.EscapeExit:
            case TokenType.NewLine:
            case TokenType.SemiColon:
                Take();
                return null;
            case TokenType.Identifier when Ahead.Type != TokenType.Dot:
                return Keyword(TextOf(token)) ?? ExpressionStatement();
            default:
                return ExpressionStatement();
        }
    }

    ScriptNode? Keyword(string word) => word switch
    {
        "if" => If(),
        "case" => Case(),
        "for" => For(),
        "capture" => Capture(),
        "break" => Jump(Flow.Break),
        "continue" => Jump(Flow.Continue),
        "while" or "func" or "ret" or "with" or "wrap" or "import" or "readonly" or "tablerow" =>
            throw Wrong(Current, $"The statement `{word}` is not in this subset of the language"),
        _ => null,
    };

    ScriptNode ExpressionStatement()
    {
        var statement = Expression(new Slot { Assigns = true });
        if (statement is Call { Arguments: [.., var last] } && IsAssignment(Current.Type))
        {
            throw new ParseException(last.Span, "Only a variable, a member or an element can be assigned to");
        }

        EndOfStatement();
        return statement;
    }

    JumpStatement Jump(Flow flow)
    {
        var start = Take().Start;
        EndOfStatement();
        return Close(new JumpStatement(flow), start);
    }

    IfStatement If()
    {
        var start = Take().Start;
        var condition = Expression(default);
        EndOfStatement();
        var then = Block(BlockKind.Branch);
        RefuseWhen();
        ScriptNode? otherwise = null;
        if (IsWord("else"))
        {
            Take();
            // The chain's last branch takes the `end`.
            if (IsWord("if"))
            {
                return Close(new IfStatement(condition, then, If()), start);
            }

            otherwise = Else();
        }

        End();
        return Close(new IfStatement(condition, then, otherwise), start);
    }

    BlockStatement Else()
    {
        EndOfStatement();
        return Block(BlockKind.Plain);
    }

    ScriptCaseStatement Case()
    {
        var start = Take().Start;
        var value = Expression(default);
        EndOfStatement();
        SkipToBranch();
        var branches = ImmutableArray.CreateBuilder<WhenBranch>();
        while (IsWord("when"))
        {
            branches.Add(When(Take()));
        }

        ScriptNode? otherwise = null;
        if (IsWord("else"))
        {
            var word = Take();
            otherwise = branches.Count > 0 ? Else() : throw Wrong(word, "An `else` needs a `when` before it");
        }

        End();
        return Close(new ScriptCaseStatement(value, branches.ToImmutable(), otherwise), start);
    }

    WhenBranch When(Token word)
    {
        var values = ImmutableArray.CreateBuilder<ScriptNode>();
        while (IsStartOfExpression())
        {
            values.Add(Expression(new Slot { InWhen = true }));
            if (Current.Type is TokenType.Comma or TokenType.DoubleVerticalBar)
            {
                Take();
            }
        }

        if (values.Count == 0)
        {
            throw Wrong(Current, "When is expecting at least one value.");
        }

        EndOfStatement();
        return new WhenBranch(SpanOf(word), values.ToImmutable(), Block(BlockKind.Branch));
    }

    /// <summary>Between <c>case</c> and the first <c>when</c> stands nothing that is kept.</summary>
    void SkipToBranch()
    {
        while (Current.Type is TokenType.Raw or TokenType.CodeEnter or TokenType.CodeExit
            or TokenType.NewLine or TokenType.SemiColon)
        {
            Take();
        }

        if (!IsWord("when") && !IsWord("else") && !IsWord("end"))
        {
            var at = Current.Type == TokenType.Eof ? Previous : Current;
            throw Wrong(at, $"Unexpected `{TextOf(Current)}` in the body of a `case` statement");
        }
    }

    ForStatement For()
    {
        var keyword = Take();
        var start = keyword.Start;
        var variable = Expression(new Slot { IsBasic = true });
        if (variable is not IPath)
        {
            throw Wrong(keyword, "Expecting a variable after `for`");
        }

        if (!IsWord("in"))
        {
            throw Wrong(keyword, $"Expecting 'in' word instead of `{TextOf(Current)}`");
        }

        Take();
        var options = ImmutableArray.CreateBuilder<NamedArgument>();
        var iterator = Expression(new Slot { Options = options });
        EndOfStatement();
        var body = Block(BlockKind.Loop);
        RefuseWhen();
        ScriptNode? otherwise = null;
        if (IsWord("else"))
        {
            Take();
            otherwise = Else();
        }

        End();
        return Close(new ForStatement(variable, iterator, options.ToImmutable(), body, otherwise), start);
    }

    void RefuseWhen()
    {
        if (IsWord("when"))
        {
            throw Stray();
        }
    }

    CaptureStatement Capture()
    {
        var start = Take().Start;
        var target = Expression(default);
        if (target is not IPath)
        {
            throw new ParseException(target.Span, "Expecting a variable after `capture`");
        }

        EndOfStatement();
        var body = Block(BlockKind.Plain);
        End();
        return Close(new CaptureStatement(target, body), start);
    }

    void End()
    {
        if (!IsWord("end"))
        {
            throw Wrong(Current, $"Unexpected `{TextOf(Current)}`. Expecting `end`");
        }

        Take();
        EndOfStatement();
    }

    void EndOfStatement()
    {
        if (_tokens[_at].Type is TokenType.NewLine or TokenType.SemiColon)
        {
            _at++;
        }
        else if (_tokens[_at].Type is not (TokenType.CodeExit or TokenType.Eof))
        {
            throw Wrong(Current, $"Invalid token found `{TextOf(Current)}`. Expecting <EOL>/end of line.");
        }
    }
}
