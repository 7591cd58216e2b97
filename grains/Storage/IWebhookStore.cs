using System.Collections.Immutable;

namespace Engagement.Storage;

/// <summary>
/// Endpoints of webhooks that were made while the product ran. Each change is kept, with who made it; secrets are kept
/// of the newest alone.
/// </summary>
public interface IWebhookStore
{
    /// <summary>Writes the next version of an endpoint; without a URL, it is there no more.</summary>
    /// <param name="expectedVersion">Of the newest, 0 for none.</param>
    /// <returns>False when there is another newest one by now: nothing was written.</returns>
    ValueTask<bool> Write(StoredWebhook webhook, int expectedVersion, CancellationToken cancellation);

    /// <summary>The newest version, a removal too; null when there never was one of that name.</summary>
    ValueTask<StoredWebhook?> Newest(string workspace, string name, CancellationToken cancellation);

    /// <summary>The newest version of each that is there, by name.</summary>
    ValueTask<ImmutableArray<StoredWebhook>> List(string workspace, CancellationToken cancellation);

    /// <summary>The newest versions of one, newest first; the older ones without their secrets.</summary>
    ValueTask<ImmutableArray<StoredWebhook>> History(
        string workspace, string name, int max, CancellationToken cancellation);
}

/// <param name="Url">Null when this version removed it.</param>
/// <param name="Author">Who made this version.</param>
public sealed record StoredWebhook(
    string Workspace,
    string Name,
    int Version,
    string? Url,
    ImmutableArray<string> Secrets,
    string Author,
    DateTimeOffset At);
