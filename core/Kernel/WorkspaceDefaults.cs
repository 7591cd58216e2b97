namespace Engagement;

/// <summary>What holds for customers of a workspace who have said nothing else.</summary>
/// <param name="Workspace">Its id; empty for none.</param>
/// <param name="TimeZone">An IANA zone.</param>
/// <param name="Locale">A BCP 47 language tag.</param>
public sealed record WorkspaceDefaults(string Workspace = "", string TimeZone = "Etc/UTC", string Locale = "en");
