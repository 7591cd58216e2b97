using System.Net;
using System.Net.Sockets;

namespace Engagement.Webhooks;

/// <summary>Tells addresses of the public Internet from those that lead into somebody's own network.</summary>
static class PublicAddress
{
    // IANA's special-purpose registry: every block that is not globally reachable, and those that wrap other addresses.
    static readonly IPNetwork[] s_notPublic =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/3"),
        IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("2002::/16"),
        IPNetwork.Parse("3fff::/20"),
    ];

    // Of IPv6 only this is given out to the public. Loopback, link-local, unique local, multicast, mapped and NAT64
    // addresses all lie outside, and so does whatever is invented next.
    static readonly IPNetwork s_publicIPv6 = IPNetwork.Parse("2000::/3");

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || s_publicIPv6.Contains(plain))
            && !Array.Exists(s_notPublic, block => block.Contains(plain));
    }
}
