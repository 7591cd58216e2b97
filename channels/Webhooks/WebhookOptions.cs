using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Net;
using StandardWebhooks;

namespace Engagement.Webhooks;

/// <summary>Where webhooks go. Bound from the section "Webhooks".</summary>
public sealed class WebhookOptions : IValidatableObject
{
    /// <summary>Endpoints by workspace and name; a message's <c>to</c> names one of its own workspace.</summary>
    public Dictionary<string, Dictionary<string, WebhookEndpoint>> Endpoints { get; set; } = [];

    /// <summary>
    /// Hosts, exactly as the URLs write them, that may have private addresses and be reached without TLS. Anything
    /// named here can be reached by whoever writes a workspace's definitions.
    /// </summary>
    public HashSet<string> PrivateHosts { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from workspace in Endpoints
        from endpoint in workspace.Value
        let name = $"Webhooks:Endpoints:{workspace.Key}:{endpoint.Key}"
        from problem in Problems(endpoint.Value)
        select new ValidationResult($"{name}:{problem}");

    /// <summary>One that is set here.</summary>
    public WebhookEndpoint? Find(string workspace, string name) =>
        Endpoints.TryGetValue(workspace, out var its) && its.TryGetValue(name, out var endpoint) ? endpoint : null;

    /// <summary>What keeps an endpoint from being one, each in a sentence that begins with its member.</summary>
    public IEnumerable<string> Problems(WebhookEndpoint endpoint)
    {
        if (!Uri.TryCreate(endpoint.Url, UriKind.Absolute, out var url)
            || url.UserInfo.Length > 0 || url.Fragment.Length > 0 || url.Port == 0
            || endpoint.Url.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)))
        {
            yield return "Url is not an absolute URL without user name, fragment and blanks.";
        }
        else if (url.Scheme != Uri.UriSchemeHttps
            && !(url.Scheme == Uri.UriSchemeHttp && PrivateHosts.Contains(url.Host)))
        {
            yield return "Url must begin with https:, because customers' data goes there. Only hosts named in " +
                "Webhooks:PrivateHosts may go without.";
        }

        else if (IPAddress.TryParse(url.DnsSafeHost, out var address)
            && !PublicAddress.Is(address) && !PrivateHosts.Contains(url.Host))
        {
            yield return "Url leads to an address that is not public. Only hosts named in Webhooks:PrivateHosts may.";
        }

        if (endpoint.Secrets.Count == 0 || endpoint.Secrets.Exists(secret => WebhookEndpoint.Signer(secret) is null))
        {
            yield return "Secrets needs at least one secret, each 'whsec_' and the base64 of 24 to 64 random bytes.";
        }
    }
}

/// <summary>Finds an endpoint by its workspace and its name; null when there is none.</summary>
public delegate ValueTask<WebhookEndpoint?> FindEndpoint(string workspace, string name, CancellationToken cancellation);

/// <summary>One endpoint of one workspace.</summary>
public sealed class WebhookEndpoint
{
    internal const string SecretPrefix = "whsec_";

    const int KeyBytesMin = 24;
    const int KeyBytesMax = 64;

    public string Url { get; set; } = "";

    /// <summary>Each signs every message; two of them while the other side moves from one to the next.</summary>
    public List<string> Secrets { get; set; } = [];

    /// <summary>Counts its changes, so that what an earlier one was told (410) holds for it alone.</summary>
    internal int Version { get; init; }

    internal ImmutableArray<StandardWebhook> Signers => [.. Secrets.Select(secret => Signer(secret)!)];

    /// <returns>
    /// Null when the text is no secret. The library takes a key of any length, even of none: then anyone could sign.
    /// </returns>
    internal static StandardWebhook? Signer(string secret)
    {
        var key = new byte[KeyBytesMax];
        // A base64 may hold blanks, but secrets are kept in a row with blanks between them.
        return secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && !secret.Any(char.IsWhiteSpace)
            && Convert.TryFromBase64String(secret[SecretPrefix.Length..], key, out var length)
            && length >= KeyBytesMin
                ? new(key[..length])
                : null;
    }
}
