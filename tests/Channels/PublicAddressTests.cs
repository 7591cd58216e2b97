using System.Net;
using Engagement.Webhooks;

namespace Engagement.Tests.Channels;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("0177.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::a9fe:a9fe")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("3fff::1")]
    public void An_address_of_somebodys_own_network_is_not_public(string address) =>
        Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    public void An_address_of_the_internet_is_public(string address) =>
        Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("localhost.")]
    [InlineData("rebound.example")]
    [InlineData("mixed.example")]
    [InlineData("[::1]")]
    [InlineData("127.1")]
    public async Task A_host_with_any_private_address_is_refused_unless_it_is_named(string host)
    {
        static Task<IPAddress[]> Resolve(string host, CancellationToken cancellation) => Task.FromResult(host switch
        {
            "mixed.example" => [IPAddress.Parse("1.1.1.1"), IPAddress.Parse("10.0.0.1")],
            _ => new[] { IPAddress.Loopback },
        });

        await Assert.ThrowsAsync<PrivateAddressException>(
            async () => await new GuardedConnect(Resolve, new HashSet<string>()).Judged(host, default));
        Assert.NotEmpty(await new GuardedConnect(Resolve, new HashSet<string> { host }).Judged(host, default));
    }

    [Fact]
    public async Task A_public_host_is_connected_to_at_the_address_that_was_judged()
    {
        var asked = 0;
        Task<IPAddress[]> Rebinding(string host, CancellationToken cancellation) =>
            Task.FromResult<IPAddress[]>([++asked == 1 ? IPAddress.Parse("1.1.1.1") : IPAddress.Loopback]);

        var judged = await new GuardedConnect(Rebinding, new HashSet<string>()).Judged("rebinding.example", default);

        Assert.Equal([IPAddress.Parse("1.1.1.1")], judged);
        Assert.Equal(1, asked);
    }
}
