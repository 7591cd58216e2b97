namespace Engagement.Schema;

/// <summary>One thing that is wrong with an event, and where.</summary>
/// <param name="Code">Stable, to branch on: one of <see cref="ValidationCodes"/>.</param>
/// <param name="Pointer">A JSON pointer into the event; empty for the event as a whole.</param>
/// <param name="Reason">What is wrong, in a sentence.</param>
/// <param name="Expected">What would have been right, where that can be said.</param>
public sealed record ValidationError(string Code, string Pointer, string Reason, string? Expected = null);

/// <summary>The codes of refusals by content. They are part of the contract with integrators.</summary>
public static class ValidationCodes
{
    public const string Malformed = "malformed";
    public const string TooLarge = "too-large";
    public const string TooDeep = "too-deep";
    public const string DuplicateMember = "duplicate-member";
    public const string UnknownMember = "unknown-member";
    public const string MissingMember = "missing-member";
    public const string WrongType = "wrong-type";
    public const string WrongForm = "wrong-form";
    public const string OutOfRange = "out-of-range";
    public const string UnknownType = "unknown-type";
}
