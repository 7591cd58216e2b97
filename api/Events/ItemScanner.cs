using System.Buffers;

namespace Engagement.Events;

/// <summary>
/// Tells a body into items while it arrives, at whatever bytes it was cut: an item that lies in one piece is handed on
/// as it is, one that does not is put together first, and never more than one event's worth is kept.
/// </summary>
abstract class ItemScanner(IItemSink sink)
{
    readonly ArrayBufferWriter<byte> _kept = new();
    bool _tooLarge;

    /// <summary>The index of the item that is being read, or comes next.</summary>
    protected int Index { get; set; }

    /// <summary>Nothing can be told from here on.</summary>
    public bool IsBroken { get; private set; }

    protected bool HasKept => _kept.WrittenCount > 0 || _tooLarge;

    public abstract void Feed(ReadOnlySpan<byte> bytes);

    /// <summary>The body is at its end.</summary>
    public abstract void End();

    public void Break(string reason)
    {
        if (!IsBroken)
        {
            IsBroken = true;
            sink.Broken(Index, reason);
        }
    }

    /// <summary>Keeps the beginning of an item whose end has not arrived.</summary>
    protected void Keep(ReadOnlySpan<byte> part)
    {
        if (_kept.WrittenCount + part.Length > EventEnvelope.WrittenBytesMax)
        {
            _tooLarge = true;
            _kept.ResetWrittenCount();
        }

        if (!_tooLarge)
        {
            _kept.Write(part);
        }
    }

    /// <summary>An item ends with this part.</summary>
    protected void Finish(ReadOnlySpan<byte> part)
    {
        if (HasKept)
        {
            Keep(part);
            part = _kept.WrittenSpan;
        }

        if (_tooLarge || part.Length > EventEnvelope.WrittenBytesMax)
        {
            sink.TooLarge(Index);
        }
        else
        {
            sink.Item(Index, part);
        }

        _kept.ResetWrittenCount();
        _tooLarge = false;
    }
}
