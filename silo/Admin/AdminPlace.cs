using System.Net;
using Microsoft.Extensions.Configuration;

namespace Engagement.Admin;

/// <summary>Where whoever runs the product looks in, apart from where everybody else comes.</summary>
/// <param name="At">Where to listen; null for nowhere.</param>
/// <param name="Dashboard">Whether Orleans' dashboard is shown there.</param>
sealed record AdminPlace(IPEndPoint? At, bool Dashboard)
{
    public const string AddressName = "ENGAGE_ADMIN";
    public const string DashboardName = "ENGAGE_DASHBOARD";
    public const string Usual = "http://127.0.0.1:8081";

    public string Url => $"http://{At}";

    /// <summary>Only this machine reaches it.</summary>
    public bool IsLoopback => At is { Address: var address } && IPAddress.IsLoopback(address);

    /// <exception cref="UnfitSettingException">A setting holds what it may not.</exception>
    public static AdminPlace Of(IConfiguration configuration)
    {
        var place = new AdminPlace(
            Address(Given(configuration, AddressName) ?? Usual),
            IsOn(Given(configuration, DashboardName) ?? "off"));
        if (place.Dashboard && place.At is null)
        {
            throw new UnfitSettingException(
                $"{DashboardName} is on and {AddressName} is off: the dashboard is shown at the admin listener and "
                + $"nowhere else. Set {AddressName} to an address such as {Usual}, or leave the dashboard off.");
        }

        if (place is { Dashboard: true, IsLoopback: false })
        {
            throw new UnfitSettingException(
                $"{DashboardName} is on and {AddressName} is {place.Url}: the dashboard asks nobody who they are and "
                + $"shows what all workspaces do, so it is shown on loopback only. Set {AddressName} to an address "
                + $"such as {Usual}, or leave the dashboard off.");
        }

        return place;
    }

    static IPEndPoint? Address(string given)
    {
        if (given is "off" or "0")
        {
            return null;
        }

        return Uri.TryCreate(given, UriKind.Absolute, out var url)
            && url is { Scheme: "http", PathAndQuery: "/", UserInfo: "" }
            && IPAddress.TryParse(url.Host == "localhost" ? "127.0.0.1" : url.Host, out var address)
                ? new(address, url.Port)
                : throw new UnfitSettingException(
                    $"{AddressName} is '{given}', which is no address to listen on. Give one such as {Usual}, with "
                    + "port 0 for any free one, or off for none.");
    }

    static bool IsOn(string given) => given switch
    {
        "on" => true,
        "off" => false,
        _ => throw new UnfitSettingException($"{DashboardName} is '{given}'; it may be on or off."),
    };

    static string? Given(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : null;
}
