namespace Engagement.Receivers;

/// <summary>What became of one delivery, as its receiver sees it.</summary>
public abstract record DeliveryOutcome
{
    /// <param name="Receipt">What the other side said, for support; null for nothing worth keeping.</param>
    /// <param name="Sha256">Of the bytes that left, in hexadecimal digits; null for what is no message.</param>
    public sealed record Done(string? Receipt = null, string? Sha256 = null) : DeliveryOutcome;

    /// <param name="After">How long the other side asked us to wait; null for the receiver's own schedule.</param>
    /// <param name="OfAddress">It was the address that the other side did not take just now.</param>
    public sealed record TryAgain(string Error, TimeSpan? After = null, bool OfAddress = false) : DeliveryOutcome;

    /// <summary>
    /// Nothing was tried, because the other side has all it bears just now. The attempt does not count.
    /// </summary>
    public sealed record NotNow(TimeSpan After) : DeliveryOutcome;

    /// <summary>Trying again cannot help: the effect goes to the dead letters.</summary>
    /// <param name="OfAddress">It was the address that the other side refused: nothing will ever arrive there.</param>
    public sealed record Never(string Error, bool OfAddress = false) : DeliveryOutcome;

    /// <summary>Nothing was tried, because the message is not to leave any more.</summary>
    public sealed record Withheld(string Reason) : DeliveryOutcome;
}
