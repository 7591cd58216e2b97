namespace Engagement.Policy;

/// <summary>An address that gets nothing more over a channel.</summary>
public sealed record Suppression(string Channel, string Address, string Reason);
