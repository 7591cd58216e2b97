using System.Text;
using Engagement.Loyalty;
using Engagement.Storage;

namespace Engagement.Tests.Storage;

/// <summary>Commits to try a store with.</summary>
static class Turns
{
    // Not a whole microsecond, so that a store that cuts instants short is seen.
    public static readonly DateTimeOffset Noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(7);

    public static readonly CustomerKey Ada = new("shop", "ada");

    public static readonly CustomerKey Ben = new("shop", "ben/2");

    public static CustomerCommit Turn(CustomerKey customer, long expected, params ReadOnlySpan<JournalEntry> entries) =>
        new(
        customer, Lanes.Live, expected, [.. entries], null, [], [], [], Row());

    /// <summary>A turn of one event.</summary>
    public static CustomerCommit Took(CustomerKey customer, long expected, string eventId, ulong hash = 1) =>
        Turn(customer, expected, Event(expected + 1, eventId, hash));

    public static JournalEntry Event(long version, string id, ulong hash = 1, string source = "shop-br") => new(
        version,
        Noon.AddMinutes(version),
        "event",
        new(new(source, id), "order.placed", Noon.AddDays(-1), new UInt128(ulong.MaxValue, hash)),
        3,
        Encoding.UTF8.GetBytes($$"""{"id":"{{id}}"}"""),
        """[{"fact":"a","x":[1,2]},{"fact":"b"}]"""u8.ToArray());

    public static JournalEntry FollowUp(long version, string facts) => new(
        version, Noon.AddMinutes(version), "follow-up", null, 3, "{}"u8.ToArray(), Encoding.UTF8.GetBytes(facts));

    public static OutboxEntry Effect(string key, string receiver = "email", DateTimeOffset? notBefore = null) =>
        new(key, receiver, notBefore ?? Noon, Encoding.UTF8.GetBytes($$"""{"key":"{{key}}"}"""));

    public static LedgerEntry Booked(string key, string from, string to, long points) =>
        new(key, "stars", from, to, points, "order-7", Noon);

    public static MessageRow Message(string key, string status = "queued", string? reason = null) =>
        new(key, "email", "thanks", 2, "service", status, reason, Noon);

    public static CustomerRow Row(string? name = null, string? email = null) => new(name, email, 1, 2, 30, 40, Noon);

    /// <summary>An entry as comparable text: its bytes are compared, not their addresses.</summary>
    public static string Text(this JournalEntry entry) =>
        $"{entry with { Input = default, Facts = default }} " +
        $"{Encoding.UTF8.GetString(entry.Input.Span)} {Encoding.UTF8.GetString(entry.Facts.Span)}";

    public static IEnumerable<string> Texts(this IEnumerable<JournalEntry> entries) => entries.Select(Text);
}
