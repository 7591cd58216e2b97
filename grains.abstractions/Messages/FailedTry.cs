namespace Engagement.Messages;

/// <summary>A try that came to nothing, and that another will follow.</summary>
/// <param name="Attempts">Tries so far, one that is being made just now among them.</param>
/// <param name="Error">What was said when the last one ended.</param>
/// <param name="NextAt">When it is tried again; null while it is being tried.</param>
public sealed record FailedTry(int Attempts, string Error, DateTimeOffset? NextAt);
