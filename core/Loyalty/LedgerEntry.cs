namespace Engagement.Loyalty;

/// <summary>
/// One movement of points between two accounts of a customer. A balance is the sum of what came in less what went out.
/// </summary>
/// <param name="Key">Unique within the customer, for ever: the same movement cannot be booked twice.</param>
/// <param name="From">One of <see cref="Accounts"/>.</param>
/// <param name="To">One of <see cref="Accounts"/>.</param>
/// <param name="Points">More than zero.</param>
public sealed record LedgerEntry(
    string Key, string Programme, string From, string To, long Points, string OrderId, DateTimeOffset At);

/// <summary>The accounts points move between. Their names are stored.</summary>
public static class Accounts
{
    public const string Issued = "issued";
    public const string Pending = "pending";
    public const string Available = "available";
    public const string ClawedBack = "clawed-back";
}
