using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Engagement.Storage;

namespace Engagement.Webhooks;

/// <summary>
/// A workspace's endpoints of webhooks: those of the configuration, which are changed there, and those that are made,
/// changed and removed while the product runs. A secret that is made here is given away once.
/// </summary>
sealed class WebhookEndpoints(IWebhookStore store, WebhookOptions options, TimeProvider clock)
{
    /// <summary>Endpoints of one workspace; more look like one for each customer.</summary>
    public const int EndpointsMax = 100;

    /// <summary>Changes of one endpoint that are shown.</summary>
    public const int HistoryMax = 50;

    /// <summary>A change is felt everywhere within this time.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    const int SecretBytes = 32;
    const int KnownMax = 4096;

    readonly ConcurrentDictionary<(string Workspace, string Name), Known> _known = new();

    /// <summary>For a delivery, which looks at most once a second whether an endpoint has changed.</summary>
    public async ValueTask<WebhookEndpoint?> Find(string workspace, string name, CancellationToken cancellation)
    {
        if (options.Find(workspace, name) is { } configured)
        {
            return configured;
        }

        if (_known.TryGetValue((workspace, name), out var known) && clock.GetElapsedTime(known.AskedAt) < FreshFor)
        {
            return known.Endpoint;
        }

        if (_known.Count >= KnownMax)
        {
            _known.Clear();
        }

        var askedAt = clock.GetTimestamp();
        var endpoint = Endpoint(await store.Newest(workspace, name, cancellation));
        _known[(workspace, name)] = new(endpoint, askedAt);
        return endpoint;
    }

    public async ValueTask<ImmutableArray<Webhook>> List(string workspace, CancellationToken cancellation)
    {
        var made = (await store.List(workspace, cancellation)).Select(Webhook.Of);
        var configured = options.Endpoints.GetValueOrDefault(workspace) is { } its
            ? its.Select(one => Webhook.OfFile(one.Key, one.Value))
            : [];
        return
        [
            .. configured.Concat(made).DistinctBy(one => one.Name).OrderBy(one => one.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>One and what was done to it, newest first; null when there is none.</summary>
    public async ValueTask<(Webhook Webhook, ImmutableArray<WebhookAct> Acts)?> One(
        string workspace, string name, CancellationToken cancellation)
    {
        if (options.Find(workspace, name) is { } configured)
        {
            return (Webhook.OfFile(name, configured), []);
        }

        var history = await store.History(workspace, name, HistoryMax, cancellation);
        return history is [{ Url: not null } newest, ..]
            ? (Webhook.Of(newest), [.. history.Select(WebhookAct.Of)])
            : null;
    }

    /// <summary>Makes an endpoint or changes it. One that is new gets a secret where none is given.</summary>
    public async ValueTask<WebhookChange> Put(
        string workspace, string name, WantedWebhook wanted, CancellationToken cancellation)
    {
        if (options.Find(workspace, name) is not null)
        {
            return new WebhookChange.InFile();
        }

        var newest = await store.Newest(workspace, name, cancellation);
        var isThere = newest is { Url: not null };
        var given = !wanted.Secrets.IsEmpty;
        var made = given || isThere ? null : NewSecret();
        ImmutableArray<string> secrets = given ? wanted.Secrets : made is null ? newest!.Secrets : [made];
        var problems = options.Problems(new() { Url = wanted.Url, Secrets = [.. secrets] }).ToImmutableArray();
        if (problems.Length > 0)
        {
            return new WebhookChange.Unfit(problems);
        }

        if (isThere && newest!.Url == wanted.Url && newest.Secrets.SequenceEqual(secrets))
        {
            return new WebhookChange.Written(Webhook.Of(newest), null, IsNew: false);
        }

        return !isThere && await NoRoom(workspace, name, cancellation) is { } none
            ? none
            : await Write(workspace, name, newest, wanted.Url, secrets, wanted.Author, made, cancellation);
    }

    /// <summary>Makes a new secret. The one before it signs, too, until the next change of secrets.</summary>
    public async ValueTask<WebhookChange> Turn(
        string workspace, string name, string author, CancellationToken cancellation)
    {
        if (options.Find(workspace, name) is not null)
        {
            return new WebhookChange.InFile();
        }

        var newest = await store.Newest(workspace, name, cancellation);
        if (newest is not { Url: { } url })
        {
            return new WebhookChange.Unknown();
        }

        var made = NewSecret();
        return await Write(
            workspace, name, newest, url, [made, .. newest.Secrets.Take(1)], author, made, cancellation);
    }

    public async ValueTask<WebhookChange> Remove(
        string workspace, string name, string author, CancellationToken cancellation)
    {
        if (options.Find(workspace, name) is not null)
        {
            return new WebhookChange.InFile();
        }

        var newest = await store.Newest(workspace, name, cancellation);
        return newest is { Url: not null }
            ? await Write(workspace, name, newest, null, [], author, null, cancellation)
            : new WebhookChange.Unknown();
    }

    async ValueTask<WebhookChange?> NoRoom(string workspace, string name, CancellationToken cancellation)
    {
        var others = await List(workspace, cancellation);
        return others.FirstOrDefault(other => other.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } alike
            ? new WebhookChange.Alike(alike.Name)
            : others.Count(other => !other.Configured) >= EndpointsMax ? new WebhookChange.TooMany() : null;
    }

    async ValueTask<WebhookChange> Write(
        string workspace,
        string name,
        StoredWebhook? newest,
        string? url,
        ImmutableArray<string> secrets,
        string author,
        string? made,
        CancellationToken cancellation)
    {
        var version = newest?.Version ?? 0;
        var next = new StoredWebhook(workspace, name, version + 1, url, secrets, author, clock.GetUtcNow());
        if (!await store.Write(next, version, cancellation))
        {
            return new WebhookChange.Contended();
        }

        _known.TryRemove((workspace, name), out _);
        return new WebhookChange.Written(Webhook.Of(next), made, IsNew: newest is not { Url: not null });
    }

    static WebhookEndpoint? Endpoint(StoredWebhook? stored) => stored is { Url: { } url }
        ? new() { Url = url, Secrets = [.. stored.Secrets], Version = stored.Version }
        : null;

    static string NewSecret() =>
        WebhookEndpoint.SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    readonly record struct Known(WebhookEndpoint? Endpoint, long AskedAt);
}

/// <param name="Secrets">None for a new one that is to get one, and for one that keeps its own.</param>
/// <param name="Author">Whose wish it is.</param>
sealed record WantedWebhook(string Url, ImmutableArray<string> Secrets, string Author);

/// <summary>An endpoint as it is shown: without its secrets.</summary>
/// <param name="Secrets">How many sign each message.</param>
/// <param name="Version">0 for one that the configuration has.</param>
/// <param name="ChangedBy">Null for one that the configuration has.</param>
sealed record Webhook(
    string Name, string Url, int Secrets, int Version, string? ChangedBy, DateTimeOffset? ChangedAt, bool Configured)
{
    public static Webhook Of(StoredWebhook stored) => new(
        stored.Name, stored.Url ?? "", stored.Secrets.Length, stored.Version, stored.Author, stored.At,
        Configured: false);

    public static Webhook OfFile(string name, WebhookEndpoint endpoint) =>
        new(name, endpoint.Url, endpoint.Secrets.Count, 0, null, null, Configured: true);
}

/// <param name="Url">Null when it was removed then.</param>
sealed record WebhookAct(int Version, string? Url, string By, DateTimeOffset At)
{
    public static WebhookAct Of(StoredWebhook stored) => new(stored.Version, stored.Url, stored.Author, stored.At);
}

/// <summary>What became of a wish to change an endpoint.</summary>
abstract record WebhookChange
{
    /// <param name="Secret">One that was made for it; it is not shown again.</param>
    public sealed record Written(Webhook Webhook, string? Secret, bool IsNew) : WebhookChange;

    /// <param name="Problems">Each begins with the member that it is about.</param>
    public sealed record Unfit(ImmutableArray<string> Problems) : WebhookChange;

    /// <summary>The configuration has it, and it is changed there.</summary>
    public sealed record InFile : WebhookChange;

    public sealed record Unknown : WebhookChange;

    public sealed record TooMany : WebhookChange;

    /// <param name="Name">Of another endpoint, the same but for its case.</param>
    public sealed record Alike(string Name) : WebhookChange;

    /// <summary>Somebody else changed it at the same moment.</summary>
    public sealed record Contended : WebhookChange;
}
