using Engagement.Hosting;
using Engagement.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Serialization;

namespace Engagement.Tests.Cluster;

/// <summary>What the settings of a cluster's processes may be; each that may not is refused with the reason.</summary>
public sealed class ClusterSettingsTests : IDisposable
{
    const string Local = "Host=127.0.0.1;Database=engagement;Username=engagement";

    readonly string _folder = Directory.CreateTempSubdirectory("engage-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_silo_stands_on_loopback_unless_told_otherwise() =>
        Assert.Equal("127.0.0.1", Place().Address.ToString());

    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("fd00::5")]
    public void An_address_that_others_reach_is_refused_without_certificates_or_a_word_that_it_may_be(string address)
    {
        var refused = Assert.Throws<UnfitSettingException>(() => Place(("ENGAGE_ADDRESS", address)));
        Assert.Contains("ENGAGE_TLS_CERTIFICATE", refused.Message, StringComparison.Ordinal);
        Assert.Contains("whoever reaches a silo can call every grain", refused.Message, StringComparison.Ordinal);

        Assert.Equal(
            address,
            Place(("ENGAGE_ADDRESS", address), ("ENGAGE_ALLOW_PLAIN_CLUSTER", "true")).Address.ToString());
        using var authority = new Authority("ours");
        Assert.NotNull(Place([("ENGAGE_ADDRESS", address), .. authority.Write(_folder)]).Tls);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("silo-1")]
    public void An_address_at_which_nobody_is_reached_is_refused(string address) => Assert.Contains(
        "at which nobody can be reached",
        Assert.Throws<UnfitSettingException>(() => Place(
            ("ENGAGE_ADDRESS", address), ("ENGAGE_ALLOW_PLAIN_CLUSTER", "true"))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Host=db.example", false)]
    [InlineData("Host=10.0.0.9;SSL Mode=Require", false)]
    [InlineData("Host=127.0.0.1,10.0.0.9", false)]
    [InlineData("Host=localhost.example", false)]
    [InlineData("Host=db.example;SSL Mode=VerifyFull", true)]
    [InlineData("Host=10.0.0.9;SSL Mode=VerifyCA", true)]
    [InlineData("Host=127.0.0.1:5433,localhost", true)]
    [InlineData("Host=::1", true)]
    [InlineData("Host=/var/run/postgresql", true)]
    public void A_database_elsewhere_must_prove_whose_it_is(string database, bool taken)
    {
        var given = $"{database};Database=engagement;Password=geheim";
        if (taken)
        {
            Assert.Equal(given, Of(("ENGAGE_DATABASE", given)).Database);
            return;
        }

        var refused = Assert.Throws<UnfitSettingException>(() => Of(("ENGAGE_DATABASE", given)));
        Assert.Contains("SSL Mode=VerifyFull", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", refused.Message, StringComparison.Ordinal);
        Assert.Equal(
            given, Of(("ENGAGE_DATABASE", given), ("ENGAGE_ALLOW_PLAIN_DATABASE", "true")).Database);
    }

    [Fact]
    public void Certificates_come_with_key_and_authority_or_not_at_all()
    {
        var refused = Assert.Throws<UnfitSettingException>(() => Place(("ENGAGE_TLS_CERTIFICATE", "tls.crt")));
        Assert.Contains("belong together", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is 'maybe'", Assert.Throws<UnfitSettingException>(() =>
            Place(("ENGAGE_ALLOW_PLAIN_CLUSTER", "maybe"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificates_that_cannot_serve_are_refused_with_the_reason()
    {
        using var authority = new Authority("ours");
        var files = authority.Write(_folder, name: "somebody.else");
        Assert.Contains("not made out to 'engagement'", Refusal(files), StringComparison.Ordinal);
        Assert.NotNull(MemberCertificates.Of(Place([.. files, ("ENGAGE_TLS_NAME", "somebody.else")]).Tls!).Own);

        using var server = authority.Sign("engagement", "1.3.6.1.5.5.7.3.1");
        File.WriteAllText(Path.Combine(_folder, "tls.crt"), server.ExportCertificatePem());
        Assert.Contains("cannot be used", Refusal(files), StringComparison.Ordinal);
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions
            .GetECDsaPrivateKey(server)!;
        File.WriteAllText(Path.Combine(_folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        Assert.Contains("both server and client", Refusal(files), StringComparison.Ordinal);

        authority.Write(_folder, trusted: "");
        Assert.Contains("holds no certificate", Refusal(files), StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder, "ca.crt"));
        Assert.Contains("ca.crt", Refusal(files), StringComparison.Ordinal);

        string Refusal((string, string)[] settings) =>
            Assert.Throws<UnfitSettingException>(() => MemberCertificates.Of(Place(settings).Tls!)).Message;
    }

    [Fact]
    public void While_files_are_replaced_one_after_the_other_the_last_pair_that_fits_serves_on()
    {
        using var authority = new Authority("ours");
        var certificates = MemberCertificates.Of(Place(authority.Write(_folder)).Tls!);
        var first = certificates.Own.Thumbprint;

        File.WriteAllText(Path.Combine(_folder, "tls.crt"), "half of a");
        Assert.Equal(first, certificates.Own.Thumbprint);

        authority.Write(_folder);
        Assert.NotEqual(first, certificates.Own.Thumbprint);
    }

    [Fact]
    public void Silos_and_clients_wait_for_each_other_for_seconds_only()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.UseSilo(Place());
        using var silo = builder.Build();
        var membership = silo.Services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;
        Assert.Equal(ClusterTimes.Probe, membership.ProbeTimeout);
        Assert.Equal(ClusterTimes.ProbeMax, membership.MaxProbeTimeout);
        Assert.Equal(ClusterTimes.MissedProbesMax, membership.NumMissedProbesLimit);
        Assert.True(membership.ExtendProbeTimeoutDuringDegradation);
        Assert.Equal(
            ClusterTimes.Response,
            silo.Services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ResponseTimeout);

        builder = Host.CreateApplicationBuilder();
        builder.UseSilosApart(Place());
        using var api = builder.Build();
        Assert.Equal(
            ClusterTimes.GatewaysRefresh,
            api.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.GatewayListRefreshPeriod);
        Assert.Equal(
            ClusterTimes.Response,
            api.Services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value.ResponseTimeout);
    }

    [Fact]
    public void A_failure_of_the_database_crosses_between_processes_as_itself()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.UseSilo(Place());
        using var silo = builder.Build();
        builder = Host.CreateApplicationBuilder();
        builder.UseSilosApart(Place());
        using var api = builder.Build();
        var failure = new StoreUnavailableException("away", new StoreUnavailableException(
            "again", new PostgresException("ending", "FATAL", "FATAL", "57P01")));

        var arrived = api.Services.GetRequiredService<Serializer>().Deserialize<Exception>(
            silo.Services.GetRequiredService<Serializer>().SerializeToArray<Exception>(failure));

        Assert.IsType<StoreUnavailableException>(arrived);
        Assert.Equal("away", arrived.Message);
        Assert.Contains("57P01: ending", $"{arrived}", StringComparison.Ordinal);
    }

    static ClusterPlace Place(params (string Name, string Value)[] settings) =>
        Of([("ENGAGE_CLUSTER", "tested"), ("ENGAGE_DATABASE", Local), .. settings]).Cluster!;

    static Settings Of(params (string Name, string Value)[] settings) => Settings.Of(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting =>
                KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build());
}
