namespace Scriban.Parsing;

public sealed partial class Lexer
{
    /// <summary>The next token inside of code; null after white space.</summary>
    Token? Code()
    {
        var c = Current;
        if (char.IsWhiteSpace(c))
        {
            return WhiteSpace();
        }

        if (c == '#')
        {
            return Comment();
        }

        if (c is '"' or '\'')
        {
            return Quoted();
        }

        if (c == '`')
        {
            return Verbatim();
        }

        if (char.IsLetter(c) || c is '_' or '$')
        {
            return Identifier();
        }

        return char.IsDigit(c) ? Number() : Sign();
    }

    Token? WhiteSpace()
    {
        var start = Position;
        var endsLine = EndsLine(_at) || (Current == '\r' && Peek(_at + 1) == '\n');
        if (!endsLine)
        {
            while (char.IsWhiteSpace(Current) && Current != '\n')
            {
                MoveTo(_at + 1);
            }

            return null;
        }

        var end = start;
        while (char.IsWhiteSpace(Current))
        {
            end = Position;
            MoveTo(_at + 1);
        }

        return new Token(TokenType.NewLine, start, end);
    }

    Token Comment()
    {
        var start = Position;
        var end = start;
        var multi = Peek(_at + 1) == '#';
        MoveTo(_at + (multi ? 2 : 1));
        while (_at < Text.Length && !IsExit())
        {
            if (multi && Current == '#' && Peek(_at + 1) == '#')
            {
                MoveTo(_at + 1);
                end = Position;
                MoveTo(_at + 1);
                break;
            }

            if (!multi && Current is '\r' or '\n')
            {
                break;
            }

            end = Position;
            MoveTo(_at + 1);
        }

        return new Token(multi ? TokenType.CommentMulti : TokenType.Comment, start, end);
    }

    Token Identifier()
    {
        var start = Position;
        var special = Current == '$';
        if (special && Peek(_at + 1) is '"' or '\'')
        {
            MoveTo(_at + 1);
            var quoted = Quoted();
            return new Token(TokenType.InterpolatedString, start, quoted.End);
        }

        var end = start;
        do
        {
            end = Position;
            MoveTo(_at + 1);
        }
        while (char.IsLetterOrDigit(Current) || Current == '_');

        return new Token(special ? TokenType.IdentifierSpecial : TokenType.Identifier, start, end);
    }

    Token Number()
    {
        var start = Position;
        if (Current == '0' && Peek(_at + 1) is 'x' or 'b')
        {
            var type = Peek(_at + 1) == 'x' ? TokenType.HexaInteger : TokenType.BinaryInteger;
            MoveTo(_at + 1);
            return new Token(type, start, Through(c => char.IsAsciiHexDigit(c) || c is '_' or 'u' or 'U'));
        }

        var end = Through(c => char.IsDigit(c) || c == '_');
        var isFloat = false;
        var next = Peek(_at + 1);
        if (Current == '.' && next != '.' && (!char.IsLetter(next) || next is 'e' or 'E' || IsSuffix(next)))
        {
            isFloat = true;
            end = Through(char.IsDigit);
        }

        if (Current is 'e' or 'E')
        {
            if (Peek(_at + 1) is '+' or '-')
            {
                MoveTo(_at + 1);
            }

            if (!char.IsDigit(Peek(_at + 1)))
            {
                MoveTo(_at + 1);
                return Wrong("Expecting at least one digit after the exponent", Position, Position);
            }

            end = Through(char.IsDigit);
        }

        if (IsSuffix(Current) && !(char.IsLetterOrDigit(Peek(_at + 1)) || Peek(_at + 1) == '_'))
        {
            isFloat = true;
            end = Position;
            MoveTo(_at + 1);
        }

        return new Token(isFloat ? TokenType.Float : TokenType.Integer, start, end);
    }

    static bool IsSuffix(char c) => c is 'f' or 'F' or 'd' or 'D' or 'm' or 'M';

    /// <summary>Takes this character and all that follow it and belong; the position of the last one.</summary>
    TextPosition Through(Func<char, bool> belongs)
    {
        TextPosition end;
        do
        {
            end = Position;
            MoveTo(_at + 1);
        }
        while (_at < Text.Length && belongs(Current));

        return end;
    }

    Token Quoted()
    {
        var start = Position;
        var quote = Current;
        var end = start;
        MoveTo(_at + 1);
        while (_at < Text.Length)
        {
            end = Position;
            var c = Current;
            MoveTo(_at + 1);
            if (c == quote)
            {
                return new Token(TokenType.String, start, end);
            }

            if (c == '\\')
            {
                if (Literals.EscapeLength(Text, _at) is var length and > 0)
                {
                    MoveTo(_at + length);
                }
                else
                {
                    Wrong($"Unexpected escape character `{Current}` in string", start, start);
                }
            }
        }

        return Wrong($"Unexpected end of file while parsing a string not terminated by a {quote}", end, end);
    }

    Token Verbatim()
    {
        var start = Position;
        var end = start;
        MoveTo(_at + 1);
        while (_at < Text.Length)
        {
            end = Position;
            var closes = Current == '`';
            MoveTo(_at + 1);
            if (closes && Current != '`')
            {
                return new Token(TokenType.VerbatimString, start, end);
            }

            if (closes)
            {
                MoveTo(_at + 1);
            }
        }

        return Wrong("Unexpected end of file while parsing a verbatim string not terminated by a `", end, end);
    }

    Token Sign()
    {
        var start = Position;
        var (length, type) = Operators.At(Text, _at);
        if (type == TokenType.CloseBrace && _openBraces == 0)
        {
            Wrong("Unexpected } while no matching {", start, start);
        }

        _openBraces += type switch
        {
            TokenType.OpenBrace => 1,
            TokenType.CloseBrace when _openBraces > 0 => -1,
            _ => 0,
        };
        MoveTo(_at + Math.Max(length, 1) - 1);
        var token = new Token(type, start, Position);
        MoveTo(_at + 1);
        return token;
    }
}
