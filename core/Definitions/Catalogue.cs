namespace Engagement.Definitions;

/// <summary>The definitions in force in one workspace, compiled: what <c>Decide</c> decides by. Immutable.</summary>
/// <param name="Revision">Grows with every publication; decisions made under it can be explained later.</param>
public sealed partial record Catalogue(long Revision)
{
    /// <summary>A workspace in which nothing has been published: events are kept, nothing follows.</summary>
    public static Catalogue Empty { get; } = new(0);

    /// <summary>IANA zone used for customers whose own is not known.</summary>
    public string TimeZone { get; init; } = "Etc/UTC";

    /// <summary>BCP 47 locale used for customers whose own is not known.</summary>
    public string Locale { get; init; } = "en";
}
