namespace Engagement.Customers;

/// <summary>
/// A customer as of a version, so that a cold start need not fold the whole journal. Losing it loses nothing.
/// </summary>
[GenerateSerializer, Alias("engagement.customer-snapshot")]
public sealed class CustomerSnapshot
{
    /// <summary>How <see cref="Customer"/> is written. One of another format is made anew from the journal.</summary>
    public const int CurrentFormat = 1;

    /// <summary>0 when there is none yet.</summary>
    [Id(0)]
    public long Version { get; set; }

    /// <summary>Our time of the entry of that version.</summary>
    [Id(1)]
    public DateTimeOffset At { get; set; }

    /// <summary>Core's <c>Customer</c> as UTF-8 JSON.</summary>
    [Id(2)]
    public byte[] Customer { get; set; } = [];

    [Id(3)]
    public int Format { get; set; }
}
