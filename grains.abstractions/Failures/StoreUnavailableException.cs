namespace Engagement.Storage;

/// <summary>
/// The store cannot take this commit now: try again later. When the connection broke in the very moment of the commit,
/// it may be there all the same; whoever reloads and repeats finds out, by its version and its events.
/// </summary>
[GenerateSerializer, Alias("engagement.store-unavailable")]
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
