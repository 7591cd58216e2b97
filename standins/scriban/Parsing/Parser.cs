using System.Runtime.CompilerServices;
using Scriban.Syntax;

namespace Scriban.Parsing;

/// <summary>Makes a tree of a template's tokens. After the first error it stops.</summary>
sealed partial class Parser
{
    readonly Lexer _lexer;
    readonly ParserOptions _options;
    readonly List<Token> _tokens;
    int _at;
    int _depth;
    int _freeLines;

    public Parser(Lexer lexer, ParserOptions options)
    {
        _lexer = lexer;
        _options = options;
        _tokens = [.. lexer.Where(token => token.Type is not (TokenType.Comment or TokenType.CommentMulti))];
    }

    public LogMessageBag Messages { get; } = new();

    public ScriptNode? Run()
    {
        try
        {
            if (!_lexer.HasErrors)
            {
                var page = Block(BlockKind.Page);
                return page;
            }
        }
        catch (ParseException error)
        {
            Messages.Add(new LogMessage(ParserMessageType.Error, error.Span, error.Message));
        }
        catch (InsufficientExecutionStackException)
        {
            Messages.Add(new LogMessage(ParserMessageType.Error, SpanOf(Current), "The template is nested too deeply"));
        }

        foreach (var error in _lexer.Errors)
        {
            Messages.Add(error);
        }

        return null;
    }

    Token Current
    {
        get
        {
            while (_freeLines > 0 && _tokens[_at].Type == TokenType.NewLine)
            {
                _at++;
            }

            return _tokens[_at];
        }
    }

    Token Ahead
    {
        get
        {
            var next = Math.Min(_at + 1, _tokens.Count - 1);
            while (_freeLines > 0 && _tokens[next].Type == TokenType.NewLine)
            {
                next++;
            }

            return _tokens[next];
        }
    }

    Token Previous => _at == 0 ? _tokens[0] : _tokens[_at - 1];

    string TextOf(Token token) => token.GetText(_lexer.Text);

    bool IsWord(string word) => Current.Type == TokenType.Identifier && TextOf(Current) == word;

    Token Take()
    {
        var token = Current;
        if (token.Type != TokenType.Eof)
        {
            _at++;
        }

        return token;
    }

    Token Expect(TokenType type, string what) => Current.Type == type
        ? Take()
        : throw Wrong(Current, $"Unexpected `{TextOf(Current)}`. Expecting {what}");

    SourceSpan SpanOf(Token token) => new(_lexer.SourcePath, token.Start, token.End);

    ParseException Wrong(Token token, string message) => new(SpanOf(token), message);

    T Close<T>(T node, TextPosition start)
        where T : ScriptNode
    {
        node.Span = new SourceSpan(_lexer.SourcePath, start, Previous.End);
        return node;
    }

    void Deepen()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++_depth > _options.ExpressionDepthLimit)
        {
            throw Wrong(
                Previous, $"The statement depth limit `{_options.ExpressionDepthLimit}` was reached in this statement");
        }
    }

    sealed class ParseException(SourceSpan span, string message) : Exception(message)
    {
        public SourceSpan Span { get; } = span;
    }
}
