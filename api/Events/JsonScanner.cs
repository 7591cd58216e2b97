namespace Engagement.Events;

/// <summary>
/// JSON: one event, or an array of them. It only follows brackets and strings, so an item that is wrong inside does not
/// spoil its neighbours; whether an item is JSON at all is found out when it is read.
/// </summary>
sealed class JsonScanner(IItemSink sink) : ItemScanner(sink)
{
    // Brackets further in are not told apart: an event that deep is refused whatever they are.
    const int TrackedMax = 64;

    Place _place = Place.Start;
    bool _isArray;
    bool _inString;
    bool _escaped;
    bool _blank = true;
    int _depth;
    ulong _squares;

    enum Place
    {
        Start,

        /// <summary>Inside an item, or before it.</summary>
        Item,

        /// <summary>Behind the one event, or behind the array.</summary>
        Behind,
    }

    /// <summary>Whether the body is an array; known once its first character was seen.</summary>
    public bool IsArray => _isArray;

    /// <summary>Nothing but white space has come so far.</summary>
    public bool IsEmpty => _place == Place.Start;

    public override void Feed(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        for (var i = 0; i < bytes.Length && !IsBroken; i++)
        {
            switch (_place)
            {
                case Place.Start:
                    start = Begin(bytes[i], i);
                    break;
                case Place.Item when _inString:
                    i = InString(bytes, i);
                    break;
                case Place.Item when InItem(bytes[i]):
                    var end = _isArray ? i : i + 1;
                    EndItem(bytes[start..end], bytes[i]);
                    start = i + 1;
                    break;
                case Place.Behind when !IsSpace(bytes[i]):
                    Break(_isArray
                        ? "Something follows the array. Send one array, or lines as application/x-ndjson."
                        : "Something follows the event. Send several as an array, or as application/x-ndjson.");
                    break;
            }
        }

        if (_place == Place.Item && !IsBroken && start < bytes.Length)
        {
            Keep(bytes[start..]);
        }
    }

    public override void End()
    {
        if (_place == Place.Item)
        {
            Break("The body ends in the middle of this item.");
        }
    }

    // Answers where the first item begins.
    int Begin(byte value, int at)
    {
        if (IsSpace(value) || value is 0xEF or 0xBB or 0xBF)
        {
            return at;
        }

        _isArray = value == '[';
        _place = Place.Item;
        if (_isArray)
        {
            return at + 1;
        }

        if (value != '{')
        {
            Break("The body is neither an object nor an array.");
            return at;
        }

        Open(square: false);
        return at;
    }

    // Answers the last byte that was looked at.
    int InString(ReadOnlySpan<byte> bytes, int at)
    {
        if (_escaped)
        {
            _escaped = false;
            return at;
        }

        var next = bytes[at..].IndexOfAny((byte)'"', (byte)'\\');
        if (next < 0)
        {
            return bytes.Length - 1;
        }

        _escaped = bytes[at + next] == '\\';
        _inString = _escaped;
        return at + next;
    }

    // Answers whether the item ends here.
    bool InItem(byte value)
    {
        switch (value)
        {
            case (byte)'"':
                _inString = true;
                break;
            case (byte)'{' or (byte)'[':
                Open(value == '[');
                break;
            case (byte)']' when _depth == 0:
            case (byte)',' when _depth == 0:
                return true;
            case (byte)'}' or (byte)']':
                Close(value == ']');
                return _depth == 0 && !_isArray;
        }

        _blank &= IsSpace(value);
        return false;
    }

    void EndItem(ReadOnlySpan<byte> part, byte by)
    {
        var isLast = !_isArray || by == ']';
        if (!(_blank && isLast && Index == 0 && _isArray))
        {
            Finish(part);
        }

        Index++;
        _blank = true;
        _place = isLast ? Place.Behind : Place.Item;
    }

    void Open(bool square)
    {
        _blank = false;
        if (_depth < TrackedMax)
        {
            _squares = square ? _squares | 1ul << _depth : _squares & ~(1ul << _depth);
        }

        _depth++;
    }

    void Close(bool square)
    {
        _depth--;
        if (_depth < 0 || (_depth < TrackedMax && (_squares >> _depth & 1) != 0 != square))
        {
            Break("The brackets of this item do not match; what follows cannot be told apart.");
        }
    }

    static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
