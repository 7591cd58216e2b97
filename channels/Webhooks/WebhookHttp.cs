using System.Net;

namespace Engagement.Webhooks;

/// <summary>
/// The way to other people's servers: no redirect, no proxy, no cookie, no private address, nothing endless.
/// </summary>
static class WebhookHttp
{
    const int HeadersMaxKilobytes = 16;
    const int DrainMaxBytes = 16 * 1024;

    static readonly TimeSpan s_connectMax = TimeSpan.FromSeconds(5);

    // A kept connection goes round the check of addresses, so it must not live for ever.
    static readonly TimeSpan s_connectionMax = TimeSpan.FromMinutes(2);

    public static HttpMessageInvoker Create(WebhookOptions options) =>
        Create(options, static (host, cancellation) => Dns.GetHostAddressesAsync(host, cancellation));

    public static HttpMessageInvoker Create(
        WebhookOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve) =>
        new(new SocketsHttpHandler
        {
            ConnectCallback = new GuardedConnect(resolve, options.PrivateHosts).Connect,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = s_connectMax,
            PooledConnectionLifetime = s_connectionMax,
            MaxResponseHeadersLength = HeadersMaxKilobytes,
            MaxResponseDrainSize = DrainMaxBytes,
        });
}
