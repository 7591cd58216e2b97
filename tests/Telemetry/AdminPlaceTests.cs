using System.Net;
using System.Net.Sockets;
using Engagement.Admin;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Engagement.Tests.Telemetry;

/// <summary>Where the admin listener is, and where it may not be.</summary>
public sealed class AdminPlaceTests
{
    [Fact]
    public void It_is_on_loopback_and_the_dashboard_off_unless_told_otherwise() =>
        Assert.Equal(("http://127.0.0.1:8081", true, false), Told(Of()));

    [Theory]
    [InlineData("http://localhost:9000", "http://127.0.0.1:9000", true)]
    [InlineData("http://[::1]:9000", "http://[::1]:9000", true)]
    [InlineData("http://0.0.0.0:9000", "http://0.0.0.0:9000", false)]
    [InlineData("http://10.0.0.5:9000/", "http://10.0.0.5:9000", false)]
    [InlineData("http://127.0.0.1:0", "http://127.0.0.1:0", true)]
    public void An_address_is_taken_as_it_is(string given, string url, bool isLoopback) =>
        Assert.Equal((url, isLoopback, false), Told(Of(("ENGAGE_ADMIN", given))));

    [Theory]
    [InlineData("off")]
    [InlineData("0")]
    public void It_can_be_left_out(string given) => Assert.Null(Of(("ENGAGE_ADMIN", given)).At);

    [Theory]
    [InlineData("8081")]
    [InlineData("https://127.0.0.1:8081")]
    [InlineData("http://admin.example.com:8081")]
    [InlineData("http://127.0.0.1:8081/admin")]
    public void What_is_no_address_is_refused_by_its_name(string given) => Assert.StartsWith(
        $"ENGAGE_ADMIN is '{given}', which is no address to listen on.", Refused(("ENGAGE_ADMIN", given)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("http://0.0.0.0:8081")]
    [InlineData("http://10.0.0.5:8081")]
    public void The_dashboard_is_refused_anywhere_but_on_loopback(string address) => Assert.StartsWith(
        $"ENGAGE_DASHBOARD is on and ENGAGE_ADMIN is {address}: the dashboard asks nobody who they are",
        Refused(("ENGAGE_ADMIN", address), ("ENGAGE_DASHBOARD", "on")),
        StringComparison.Ordinal);

    [Fact]
    public void The_dashboard_without_the_listener_that_shows_it_is_refused() => Assert.StartsWith(
        "ENGAGE_DASHBOARD is on and ENGAGE_ADMIN is off",
        Refused(("ENGAGE_ADMIN", "off"), ("ENGAGE_DASHBOARD", "on")),
        StringComparison.Ordinal);

    [Fact]
    public void A_dashboard_that_is_neither_on_nor_off_is_refused() => Assert.Equal(
        "ENGAGE_DASHBOARD is 'yes'; it may be on or off.", Refused(("ENGAGE_DASHBOARD", "yes")));

    [Fact]
    public void A_port_that_is_taken_is_one_clear_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var place = new AdminPlace((IPEndPoint)other.LocalEndpoint, Dashboard: false);

        var refused = Assert.Throws<UnfitSettingException>(() => Host.CreateApplicationBuilder().AddAdmin(place));

        Assert.Equal(
            $"{place.Url} is taken by another program, Engagement itself perhaps: ./engage doctor says. Stop that one, "
                + "or set ENGAGE_ADMIN to another address.",
            refused.Message);
    }

    static (string Url, bool IsLoopback, bool Dashboard) Told(AdminPlace place) =>
        (place.Url, place.IsLoopback, place.Dashboard);

    static string Refused(params (string Name, string Value)[] given) =>
        Assert.Throws<UnfitSettingException>(() => Of(given)).Message;

    static AdminPlace Of(params (string Name, string Value)[] given) => AdminPlace.Of(new ConfigurationBuilder()
        .AddInMemoryCollection(given.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)))
        .Build());
}
