using Microsoft.AspNetCore.HttpOverrides;

namespace Engagement.Http;

/// <summary>
/// Takes who asks, and whether by TLS, from the proxies that the settings name and from nobody else. The host is never
/// taken from such a header: proxies hand one on that a client made up, and the public address says it better.
/// </summary>
static class ProxyHeaders
{
    public static void Add(IServiceCollection services)
    {
        // After everything else: the framework's own switch would take anybody's word.
        services.AddOptions<ForwardedHeadersOptions>().PostConfigure<Settings>(Trust);
    }

    static void Trust(ForwardedHeadersOptions options, Settings settings)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.Front?.Proxies ?? [])
        {
            options.KnownIPNetworks.Add(network);
        }

        options.ForwardedHeaders = options.KnownIPNetworks.Count == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // As many proxies as there are: the last address that none of them has is who asks.
        options.ForwardLimit = null;
    }
}
