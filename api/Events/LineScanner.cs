namespace Engagement.Events;

/// <summary>NDJSON: an item is a line. Blank lines count, and are passed over.</summary>
sealed class LineScanner(IItemSink sink) : ItemScanner(sink)
{
    bool _begun;

    public override void Feed(ReadOnlySpan<byte> bytes)
    {
        if (!_begun && bytes.Length > 0)
        {
            _begun = true;
            bytes = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        }

        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Line(bytes[..end]);
            bytes = bytes[(end + 1)..];
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
            Line([]);
        }
    }

    void Line(ReadOnlySpan<byte> rest)
    {
        if (HasKept || !rest.Trim(" \t\r"u8).IsEmpty)
        {
            Finish(rest);
        }

        Index++;
    }
}
