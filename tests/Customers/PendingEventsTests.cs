using Engagement.Customers;
using Engagement.Events;

namespace Engagement.Tests.Customers;

/// <summary>What becomes of events that were taken before, by whatever version of the hash.</summary>
public sealed class PendingEventsTests
{
    const string Data = """{"at":"2026-03-02T18:00:00+01:00","level":1.0}""";

    static readonly DateTimeOffset s_at = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, Data, ReceiptKind.Duplicate)]
    [InlineData(false, Data, ReceiptKind.Duplicate)]
    [InlineData(false, """{"at":"2026-03-02T17:00:00Z","level":1}""", ReceiptKind.Duplicate)]
    [InlineData(true, """{"at":"2026-03-02T18:00:00+01:00","level":2}""", ReceiptKind.Conflict)]
    [InlineData(false, """{"at":"2026-03-02T18:00:00+01:00","level":2}""", ReceiptKind.Conflict)]
    public void An_event_is_compared_by_the_version_of_the_hash_that_it_was_stored_by(
        bool isFirst, string again, ReceiptKind kind)
    {
        const string Type = "custom.level-reached";
        var stored = isFirst
            ? BodyHash.Of("ada", Type, s_at, Utf8(Data), isFirst: true)
            : BodyHash.Of("ada", Type, s_at, Utf8(Data));
        var letters = new PendingEvents(new("shop", "ada"), [new EventMessage("api", "e1", Type, s_at, Utf8(again))]);

        letters.Settle([new(new("api", "e1"), 7, s_at, stored)]);

        Assert.Equal(new Receipt(kind, 7, s_at), Assert.Single(letters.Receipts));
    }

    static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
