namespace Engagement.Profile;

/// <summary>What the customer said about one channel and purpose.</summary>
/// <param name="At">When they said it: the later word holds, whatever order we hear them in.</param>
public sealed record Consent(string Channel, string Purpose, bool Granted, DateTimeOffset At);
