using System.Collections.Immutable;
using System.Net;

namespace Engagement.Hosting;

/// <summary>What stands in front of this process: the address that others know, and who hands requests on.</summary>
/// <param name="Origin">
/// Scheme, host and port of the public address, as browsers name it; null when the one that is listened on is known.
/// </param>
/// <param name="Proxies">Whose word is taken for who asks, and how: nobody's, unless they are named here.</param>
sealed record ProxyPlace(string? Origin, ImmutableArray<IPNetwork> Proxies)
{
    public const string PublicUrlName = "ENGAGE_PUBLIC_URL";
    public const string ProxiesName = "ENGAGE_TRUSTED_PROXIES";

    /// <summary>Whether everybody outside speaks TLS.</summary>
    public bool IsSecure => Origin?.StartsWith("https:", StringComparison.Ordinal) == true;

    /// <exception cref="UnfitSettingException">One of them holds what it may not.</exception>
    public static ProxyPlace? Of(string? publicUrl, string? proxies) => publicUrl is null && proxies is null
        ? null
        : new(publicUrl is null ? null : OriginOf(publicUrl), proxies is null ? [] : NetworksOf(proxies));

    static string OriginOf(string given) =>
        Uri.TryCreate(given, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url is { UserInfo: "", PathAndQuery: "/", Fragment: "" }
            ? OriginOf(url)
            : throw new UnfitSettingException(
                $"{PublicUrlName} is '{given}', which browsers cannot be at. Give scheme and host, and the port where "
                + "it is not the usual one, such as https://engagement.example.com: no path, user name or query.");

    // As browsers write it: a host of other letters in its encoded form, and no port where it is the usual one.
    static string OriginOf(Uri url) => url.HostNameType == UriHostNameType.IPv6 || url.Host == url.IdnHost
        ? url.GetLeftPart(UriPartial.Authority)
        : $"{url.Scheme}://{url.IdnHost}{(url.IsDefaultPort ? "" : $":{url.Port}")}";

    static ImmutableArray<IPNetwork> NetworksOf(string given) =>
    [
        .. given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Network),
    ];

    static IPNetwork Network(string given)
    {
        if (!given.Contains('/', StringComparison.Ordinal) && IPAddress.TryParse(given, out var address))
        {
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return new(plain, plain.GetAddressBytes().Length * 8);
        }

        if (!IPNetwork.TryParse(given, out var network))
        {
            throw new UnfitSettingException(
                $"{ProxiesName} holds '{given}', which is neither an IP address nor a network. Give those from which "
                + "proxies reach this process, with commas between them, such as 127.0.0.1,10.1.0.0/16.");
        }

        return network.PrefixLength > 0 ? network : throw new UnfitSettingException(
            $"{ProxiesName} holds '{given}', which is everybody: then anybody could ask under any address. Give the "
            + "addresses of the proxies alone.");
    }
}
