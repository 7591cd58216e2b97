using System.Net;
using System.Net.Sockets;
using Engagement.Hosting;

namespace Engagement.Tests.Cluster;

/// <summary>A silo takes no port that somebody has, least of all another silo's.</summary>
public sealed class SiloPortTests
{
    [Fact]
    public void A_port_that_another_silo_has_is_refused_though_the_engine_would_share_it()
    {
        using var silo = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silo.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        silo.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silo.Listen();
        var taken = ((IPEndPoint)silo.LocalEndPoint!).Port;

        var refusal = Assert.Throws<UnfitSettingException>(() => SiloObstacles.CheckPorts(Place(0, taken)));

        Assert.StartsWith($"127.0.0.1:{taken} is taken", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ENGAGE_GATEWAY_PORT", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_port_for_both_is_refused() => Assert.Contains("a port of its own", Assert.Throws<
        UnfitSettingException>(() => SiloObstacles.CheckPorts(Place(7_700, 7_700))).Message, StringComparison.Ordinal);

    [Fact]
    public void Free_ports_are_taken() => SiloObstacles.CheckPorts(Place(0, 0));

    static ClusterPlace Place(int silo, int gateway) =>
        new("Host=localhost", "test", IPAddress.Loopback, silo, gateway);
}
