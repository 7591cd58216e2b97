using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;

namespace Engagement.Tests.Cluster;

/// <summary>Only processes with a certificate of the cluster's own authority get in, and it can be renewed.</summary>
[Collection("cluster")]
public sealed class TlsTests : IAsyncLifetime, IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("engage-tls-").FullName;
    readonly Authority _ours = new("ours");
    readonly Authority _others = new("others");

    string _database = "";

    public async ValueTask InitializeAsync() =>
        _database = PostgresServer.Missing is null ? await PostgresServer.Shared.Create() : "";

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        if (_database.Length > 0)
        {
            await PostgresServer.Shared.Drop(_database);
        }
    }

    public void Dispose()
    {
        _ours.Dispose();
        _others.Dispose();
    }

    [PostgresFact]
    public async Task Neither_silo_nor_gateway_lets_in_who_shows_no_certificate_or_one_of_another_authority()
    {
        int[] ports = [Member.FreePort(), Member.FreePort()];
        await using var silo = await StartSilo(_ours.Write(_folder), ports);
        using var foreign = _others.Sign("engagement");
        using var misnamed = _ours.Sign("somebody.else");
        using var onlyServer = _ours.Sign("engagement", "1.3.6.1.5.5.7.3.1");

        foreach (var port in ports)
        {
            await Probe.Within(IsTurnedAway(port, null), "refusal of a caller without a certificate");
            await Probe.Within(IsTurnedAway(port, foreign), "refusal of another authority's certificate");
            await Probe.Within(IsTurnedAway(port, misnamed), "refusal of a certificate made out to another name");
            await Probe.Within(IsTurnedAway(port, onlyServer), "refusal of a certificate that serves no caller");
        }

        await silo.Logged("was not let in");
        var said = Assert.Single(silo.Log, line => line.Contains("was not let in", StringComparison.Ordinal));
        Assert.Contains("others", said, StringComparison.Ordinal);
        Assert.Matches(@"^\{""Timestamp"":""20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"",", said);
        Assert.DoesNotContain(
            silo.Log, line => line.Contains("Orleans.Connections.Security", StringComparison.Ordinal));
    }

    /// <summary>It waits for as long as it takes to look at what is wrong, and then ends.</summary>
    [PostgresFact]
    public async Task An_API_that_waits_for_a_silo_says_whose_certificate_it_does_not_take()
    {
        await using var silo = await StartSilo(_ours.Write(Path.Combine(_folder, "silo")), [0, 0]);
        await using var api = await Member.Start(
            "Engagement.Api", "waiting for one",
            [
                .. Common, .. _others.Write(Path.Combine(_folder, "api")), ("ENGAGE_DATA", _folder),
                ("ENGAGE_URL", $"http://127.0.0.1:{Member.FreePort()}"),
            ]);

        await api.Logged("was not let in");
        Assert.Contains(api.Log, line => line.Contains("by CN=ours", StringComparison.Ordinal));
    }

    /// <summary>
    /// The authority itself is replaced while everything runs. The silo that comes last knows the new one alone, so it
    /// talks with the others only if they show, and take, what the files hold since.
    /// </summary>
    [PostgresFact]
    public async Task Silos_and_an_API_talk_over_TLS_and_take_new_certificates_without_a_restart()
    {
        var firstFolder = Path.Combine(_folder, "first");
        var apiFolder = Path.Combine(_folder, "api");
        var url = $"http://127.0.0.1:{Member.FreePort()}";
        var data = ("ENGAGE_DATA", Path.Combine(_folder, "data"));
        await using var first = await StartSilo([.. _ours.Write(firstFolder), data], [0, 0]);
        await using var api = await Member.Start(
            "Engagement.Api", "Engagement listens on",
            [.. Common, .. _ours.Write(apiFolder), data, ("ENGAGE_URL", url)]);
        using var client = ClusterClient.Of(url, data.Item2);
        Assert.Equal(["accepted"], await client.Send("before", 1));

        _others.Write(firstFolder, trusted: _ours.Pem + "\n" + _others.Pem);
        _others.Write(apiFolder, trusted: _ours.Pem + "\n" + _others.Pem);
        await using var second = await StartSilo([.. _others.Write(Path.Combine(_folder, "second")), data], [0, 0]);

        Assert.Contains("with one other", second.Said, StringComparison.Ordinal);
        Assert.All(await client.SendUntilTaken("after", 60), fate => Assert.True(fate is "accepted" or "duplicate"));
    }

    (string, string)[] Common => [("ENGAGE_CLUSTER", "tested"), ("ENGAGE_DATABASE", _database)];

    Task<Member> StartSilo((string, string)[] settings, int[] ports) => Member.Start(
        "Engagement.Silo", "A silo of cluster 'tested'",
        [
            .. Common, ("ENGAGE_DATA", _folder), .. settings,
            ("ENGAGE_SILO_PORT", ports[0].ToString(CultureInfo.InvariantCulture)),
            ("ENGAGE_GATEWAY_PORT", ports[1].ToString(CultureInfo.InvariantCulture)),
        ]);

    /// <summary>Done when the other side has hung up; one that lets the caller in waits for what comes.</summary>
    static async Task IsTurnedAway(int port, X509Certificate2? certificate)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        await using var tls = new SslStream(
            tcp.GetStream(), false, static (_, certificate, _, _) => certificate is not null);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "engagement",
                ApplicationProtocols = [new("Orleans1")],
                LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
            });
            Assert.Equal(0, await tls.ReadAsync(new byte[1]));
        }
        catch (Exception error) when (
            error is IOException or System.Security.Authentication.AuthenticationException)
        {
            // It was told why, or cut off.
        }
    }
}
