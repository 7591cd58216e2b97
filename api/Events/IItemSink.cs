namespace Engagement.Events;

/// <summary>
/// Takes the items of a body as they are found. Indexes count from zero; in NDJSON they are line numbers less one.
/// </summary>
interface IItemSink
{
    /// <summary>One item, which is only there during the call.</summary>
    void Item(int index, ReadOnlySpan<byte> json);

    /// <summary>An item longer than an event may be; its bytes were let go.</summary>
    void TooLarge(int index);

    /// <summary>From here on the body cannot be told into items. Nothing follows.</summary>
    void Broken(int index, string reason);
}
