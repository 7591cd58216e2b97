using Engagement.Webhooks;

namespace Engagement.Messages;

/// <summary>The names of the webhook endpoints that are set, for whoever checks what a definition refers to.</summary>
public sealed class KnownEndpoints
{
    readonly WebhookOptions _options;

    internal KnownEndpoints(WebhookOptions options) => _options = options;

    public IReadOnlyCollection<string> Of(string workspace) =>
        _options.Endpoints.TryGetValue(workspace, out var endpoints) ? endpoints.Keys : [];
}
