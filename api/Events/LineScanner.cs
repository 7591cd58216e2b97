namespace Engagement.Events;

/// <summary>NDJSON: an item is a line. Blank lines count, and are passed over.</summary>
sealed class LineScanner(IItemSink sink) : ItemScanner(sink)
{
    bool _begun;

    public override void Feed(ReadOnlySpan<byte> bytes)
    {
        if (!_begun)
        {
            // A byte order mark, which may come in pieces.
            bytes = bytes.TrimStart("\uFEFF"u8);
            _begun = !bytes.IsEmpty;
        }

        bytes = SkipBlanks(bytes);
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Finish(bytes[..end]);
            Index++;
            bytes = SkipBlanks(bytes[(end + 1)..]);
        }

        if (!bytes.IsEmpty)
        {
            Keep(bytes);
        }
    }

    public override void End()
    {
        // The last line may do without its line break.
        if (HasKept)
        {
            Finish([]);
        }
    }

    // Only before a line has begun: what is inside it is its own affair.
    ReadOnlySpan<byte> SkipBlanks(ReadOnlySpan<byte> bytes)
    {
        while (!HasKept && bytes is [(byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n', ..])
        {
            var breaks = bytes.IndexOfAnyExcept((byte)'\n');
            var skipped = breaks < 0 ? bytes.Length : Math.Max(breaks, 1);
            Index += breaks == 0 ? 0 : skipped;
            bytes = bytes[skipped..];
        }

        return bytes;
    }
}
