using Microsoft.Extensions.Configuration;

namespace Engagement.Tests.Api;

/// <summary>What the environment may not say, told by the setting's own name.</summary>
public sealed class SettingsTests
{
    const string Database = "Host=localhost;Database=engagement;Username=engagement";

    [Theory]
    [InlineData("ENGAGE_ADDRESS", "my-host", "ENGAGE_ADDRESS is 'my-host', at which nobody can be reached.")]
    [InlineData("ENGAGE_SILO_PORT", "many", "ENGAGE_SILO_PORT is 'many', which is no port.")]
    [InlineData("ENGAGE_SILO_PORT", "-1", "ENGAGE_SILO_PORT is '-1', which is no port.")]
    [InlineData("ENGAGE_GATEWAY_PORT", "65536", "ENGAGE_GATEWAY_PORT is '65536', which is no port.")]
    [InlineData("ENGAGE_PUBLIC_URL", "shop.example", "ENGAGE_PUBLIC_URL is 'shop.example', which browsers cannot be")]
    [InlineData("ENGAGE_PUBLIC_URL", "ftp://shop.example", "ENGAGE_PUBLIC_URL is 'ftp://shop.example', which browsers")]
    [InlineData("ENGAGE_PUBLIC_URL", "https://shop.example/x", "ENGAGE_PUBLIC_URL is 'https://shop.example/x', which")]
    [InlineData("ENGAGE_PUBLIC_URL", "https://me@shop.example", "ENGAGE_PUBLIC_URL is 'https://me@shop.example'")]
    [InlineData("ENGAGE_TRUSTED_PROXIES", "caddy", "ENGAGE_TRUSTED_PROXIES holds 'caddy', which is neither an IP")]
    [InlineData("ENGAGE_TRUSTED_PROXIES", "10.0.0.1,10.0.0.0/33", "ENGAGE_TRUSTED_PROXIES holds '10.0.0.0/33', which")]
    [InlineData("ENGAGE_TRUSTED_PROXIES", "0.0.0.0/0", "ENGAGE_TRUSTED_PROXIES holds '0.0.0.0/0', which is everybody")]
    [InlineData("ENGAGE_TRUSTED_PROXIES", "::/0", "ENGAGE_TRUSTED_PROXIES holds '::/0', which is everybody")]
    public void A_setting_that_cannot_be_read_is_named_with_what_it_holds(string name, string value, string said)
    {
        var wrong = Unfit(("ENGAGE_CLUSTER", "shop"), ("ENGAGE_DATABASE", Database), (name, value));

        Assert.StartsWith(said, wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://shop.example:443/", "https://shop.example")]
    [InlineData("HTTPS://Shop.Example", "https://shop.example")]
    [InlineData("https://shop.example:8443", "https://shop.example:8443")]
    [InlineData("https://b\u00fccher.example", "https://xn--bcher-kva.example")]
    [InlineData("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443")]
    public void The_public_address_is_written_as_browsers_do(string given, string origin) => Assert.Equal(
        origin, Settings.Of(Configuration(("ENGAGE_PUBLIC_URL", given))).PublicUrl);

    [Fact]
    public void A_cluster_with_a_database_is_one() => Assert.Equal(
        "shop",
        Settings.Of(Configuration(("ENGAGE_CLUSTER", "shop"), ("ENGAGE_DATABASE", Database))).Cluster!.Cluster);

    [Fact]
    public void A_cluster_without_a_database_to_meet_in_is_refused() => Assert.StartsWith(
        "ENGAGE_CLUSTER is 'shop' and ENGAGE_DATABASE is not set", Unfit(("ENGAGE_CLUSTER", "shop")),
        StringComparison.Ordinal);

    [Fact]
    public void A_connection_string_that_is_one_is_taken_as_it_is() =>
        Assert.Equal(Database, Settings.Of(Configuration(("ENGAGE_DATABASE", Database))).Database);

    static string Unfit(params (string Name, string Value)[] given) =>
        Assert.Throws<UnfitSettingException>(() => Settings.Of(Configuration(given))).Message;

    static IConfiguration Configuration(params (string Name, string Value)[] given) => new ConfigurationBuilder()
        .AddInMemoryCollection(given.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)))
        .Build();
}
