using System.Text.Json.Serialization;
using Engagement.Customers;
using Engagement.Problems;
using Engagement.Schema;

namespace Engagement.Events;

/// <summary>What became of one item of a request; a line of the answer.</summary>
/// <param name="Index">Its place in the array, or its line number less one; from zero.</param>
/// <param name="Id">The event's id, where it could be read.</param>
/// <param name="Version">The customer's version after the event; after the first of its id, for a duplicate.</param>
/// <param name="TakenAt">When the event, or the first of its id, was taken; in UTC.</param>
/// <param name="Code">Why it was refused: stable, to branch on.</param>
/// <param name="Pointer">Where in the event, as a JSON pointer.</param>
/// <param name="Errors">Everything that is wrong, when it is more than one thing.</param>
readonly record struct ItemAnswer(
    int Index,
    string? Id,
    ItemStatus Status,
    long? Version = null,
    DateTime? TakenAt = null,
    string? Code = null,
    string? Pointer = null,
    string? Reason = null,
    string? Expected = null,
    IReadOnlyList<ValidationError>? Errors = null)
{
    public const string Conflict = "conflict";
    public const string Unavailable = "unavailable";
    public const string Internal = "internal";

    static readonly ValidationError s_conflict = new(
        Conflict, "/id", "This id was taken before with other content; the first one stands.", "an id of its own");

    static readonly ValidationError s_internal = new(
        Internal, "", "We failed, and cannot say that the event was taken. Send it again.");

    public static ItemAnswer Of(int index, string id, Receipt receipt) => receipt.Kind switch
    {
        ReceiptKind.Accepted => new(index, id, ItemStatus.Accepted, receipt.Version, receipt.TakenAt.UtcDateTime),
        ReceiptKind.Duplicate => new(index, id, ItemStatus.Duplicate, receipt.Version, receipt.TakenAt.UtcDateTime),
        ReceiptKind.Conflict => Refused(index, id, s_conflict),
        _ => throw new NotSupportedException($"No answer for {receipt.Kind}."),
    };

    /// <summary>An operating failure: to be sent again, and taken once.</summary>
    public static ItemAnswer NotTaken(int index, string id, Failure why) =>
        Refused(index, id, new ValidationError(Unavailable, "", $"{why.What} Send it again: it is taken once."));

    public static ItemAnswer Failed(int index, string id) => Refused(index, id, s_internal);

    public static ItemAnswer Refused(int index, string? id, params IReadOnlyList<ValidationError> misfits) => new(
        index,
        id,
        ItemStatus.Refused,
        Code: misfits[0].Code,
        Pointer: misfits[0].Pointer,
        Reason: misfits[0].Reason,
        Expected: misfits[0].Expected,
        Errors: misfits.Count > 1 ? misfits : null);
}

[JsonConverter(typeof(JsonStringEnumConverter<ItemStatus>))]
enum ItemStatus
{
    [JsonStringEnumMemberName("accepted")] Accepted,
    [JsonStringEnumMemberName("duplicate")] Duplicate,
    [JsonStringEnumMemberName("refused")] Refused,
}
