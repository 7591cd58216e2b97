namespace Engagement.DeadLetters;

/// <summary>Which dead letters are meant. Null members do not filter.</summary>
/// <param name="Channel">Where it was to go: <c>email</c>, <c>webhook</c> or <c>alert-desk</c>.</param>
/// <param name="Reason">Part of the last error, in any case of letters.</param>
/// <param name="Template">For a message.</param>
/// <param name="GivenUpFrom">Given up then or later.</param>
/// <param name="GivenUpUntil">Given up then or before.</param>
public sealed record DeadLetterFilter(
    string? Channel = null,
    string? Reason = null,
    string? Customer = null,
    string? Template = null,
    DateTimeOffset? GivenUpFrom = null,
    DateTimeOffset? GivenUpUntil = null)
{
    public static DeadLetterFilter All { get; } = new();
}
