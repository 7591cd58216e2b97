using System.Collections;

namespace Scriban.Parsing;

/// <summary>Cuts a template into tokens: text as it stands, and code between <c>{{</c> and <c>}}</c>.</summary>
public sealed partial class Lexer : IEnumerable<Token>
{
    readonly List<LogMessage> _errors = [];
    int _at;
    int _line;
    int _column;
    int _openBraces;

    public Lexer(string text, string? sourcePath = null)
    {
        Text = text ?? throw new ArgumentNullException(nameof(text));
        SourcePath = sourcePath ?? "<input>";
    }

    public string Text { get; }

    public string SourcePath { get; }

    public bool HasErrors => _errors.Count > 0;

    public IEnumerable<LogMessage> Errors => _errors;

    TextPosition Position => new(_at, _line, _column);

    public IEnumerator<Token> GetEnumerator()
    {
        (_at, _line, _column, _openBraces) = (0, 0, 0, 0);
        _errors.Clear();
        return Tokens().GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IEnumerable<Token> Tokens()
    {
        while (_at < Text.Length)
        {
            var enter = FindEnter(_at, out var percents);
            if (TextBefore(enter, percents) is { } raw)
            {
                yield return raw;
            }

            if (_at >= Text.Length)
            {
                break;
            }

            foreach (var token in percents > 0 ? EscapeBlock(percents) : CodeBlock())
            {
                yield return token;
            }
        }

        yield return Token.Eof;
    }

    /// <summary>Where the next <c>{{</c> or <c>{%{</c> begins, or the end of the text.</summary>
    int FindEnter(int from, out int percents)
    {
        for (var i = Text.IndexOf('{', from); i >= 0; i = Text.IndexOf('{', i + 1))
        {
            percents = 0;
            while (Peek(i + 1 + percents) == '%')
            {
                percents++;
            }

            if (Peek(i + 1 + percents) == '{')
            {
                return i;
            }
        }

        percents = 0;
        return Text.Length;
    }

    Token? TextBefore(int enter, int percents)
    {
        var start = Position;
        var end = enter;
        switch (enter < Text.Length ? Peek(enter + percents + 2) : '\0')
        {
            case '-':
                while (end > start.Offset && char.IsWhiteSpace(Text[end - 1]))
                {
                    end--;
                }

                break;
            case '~':
                while (end > start.Offset && char.IsWhiteSpace(Text[end - 1]) && !EndsLine(end - 1))
                {
                    end--;
                }

                break;
        }

        Token? raw = null;
        if (end > start.Offset)
        {
            MoveTo(end - 1);
            raw = new Token(TokenType.Raw, start, Position);
        }

        MoveTo(enter);
        return raw;
    }

    IEnumerable<Token> EscapeBlock(int percents)
    {
        var enter = Position;
        MoveTo(_at + percents + 1);
        var enterEnd = Position;
        MoveTo(_at + 1);
        if (Current is '-' or '~')
        {
            enterEnd = Position;
            MoveTo(_at + 1);
        }

        yield return new Token(TokenType.EscapeEnter, enter, enterEnd);

        var close = Text.IndexOf("}" + new string('%', percents) + "}", _at, StringComparison.Ordinal);
        var marked = close > _at && Text[close - 1] is '-' or '~';
        var end = close < 0 ? Text.Length : marked ? close - 1 : close;
        if (end > _at)
        {
            var start = Position;
            MoveTo(end - 1);
            yield return new Token(TokenType.Escape, start, Position);
            MoveTo(end);
        }

        if (close >= 0)
        {
            yield return Exit(TokenType.EscapeExit, percents);
        }
    }

    IEnumerable<Token> CodeBlock()
    {
        var enter = Position;
        MoveTo(_at + 1);
        var enterEnd = Position;
        MoveTo(_at + 1);
        if (Current is '-' or '~')
        {
            enterEnd = Position;
            MoveTo(_at + 1);
        }

        yield return new Token(TokenType.CodeEnter, enter, enterEnd);
        _openBraces = 0;
        while (_at < Text.Length)
        {
            if (IsExit())
            {
                yield return Exit(TokenType.CodeExit, 0);
                yield break;
            }

            if (Code() is { } token)
            {
                yield return token;
            }
        }
    }

    bool IsExit()
    {
        var at = Current is '-' or '~' ? _at + 1 : _at;
        return _openBraces == 0 && Peek(at) == '}' && Peek(at + 1) == '}';
    }

    /// <summary>Reads the closing braces and the white space that their mark takes away.</summary>
    Token Exit(TokenType type, int percents)
    {
        var start = Position;
        var mark = Current;
        MoveTo(_at + percents + 1 + (mark is '-' or '~' ? 1 : 0));
        var token = new Token(type, start, Position);
        MoveTo(_at + 1);
        while (mark is '-' or '~' && _at < Text.Length && char.IsWhiteSpace(Current))
        {
            var wasLineEnd = Current == '\n';
            MoveTo(_at + 1);
            if (mark == '~' && wasLineEnd)
            {
                break;
            }
        }

        return token;
    }

    char Current => Peek(_at);

    char Peek(int at) => at < Text.Length ? Text[at] : '\0';

    bool EndsLine(int at) => Text[at] == '\n' || (Text[at] == '\r' && Peek(at + 1) != '\n');

    void MoveTo(int target)
    {
        for (; _at < target; _at++)
        {
            if (_at < Text.Length && EndsLine(_at))
            {
                (_line, _column) = (_line + 1, 0);
            }
            else
            {
                _column++;
            }
        }
    }

    Token Wrong(string message, TextPosition start, TextPosition end)
    {
        _errors.Add(new LogMessage(ParserMessageType.Error, new SourceSpan(SourcePath, start, end), message));
        return new Token(TokenType.Invalid, start, end);
    }
}
