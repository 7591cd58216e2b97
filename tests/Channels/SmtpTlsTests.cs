using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Engagement.Email;
using Engagement.Receivers;
using Engagement.Tests.Support;
using static Engagement.Tests.Channels.Letters;

namespace Engagement.Tests.Channels;

/// <summary>A relay with a certificate of its own authority, as in a company's network.</summary>
public sealed class SmtpTlsTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engagement-tls-");

    [NodeTheory]
    [InlineData("starttls", EmailSecurity.StartTls)]
    [InlineData("tls", EmailSecurity.Tls)]
    public async Task A_letter_and_a_password_cross_the_network_protected(string offered, EmailSecurity security)
    {
        var authority = Authority("ours");
        await using var sink = await SmtpSink.Start("shop:secret", [offered, .. Certificate(authority, "127.0.0.1")]);
        await using var relay = Relay(sink.Port, security, File("ours"));

        Assert.IsType<DeliveryOutcome.Done>(await relay.Send(Outgoing(), Mail(subject: "Protected"), default));

        var mail = await sink.Next();
        Assert.Equal(("Protected", "shop", true), (mail.Subject, mail.User, mail.Secure));
    }

    [NodeTheory]
    [InlineData(null, "127.0.0.1")]
    [InlineData("theirs", "127.0.0.1")]
    [InlineData("ours", "10.1.2.3")]
    public async Task A_relay_that_cannot_prove_its_name_gets_nothing(string? trusted, string name)
    {
        Authority("theirs").Dispose();
        var authority = Authority("ours");
        await using var sink = await SmtpSink.Start("shop:secret", ["starttls", .. Certificate(authority, name)]);
        await using var relay = Relay(sink.Port, EmailSecurity.StartTls, trusted is null ? null : File(trusted));

        var outcome = await relay.Send(Outgoing(), Mail(), default);

        Assert.Contains("certificate", Assert.IsType<DeliveryOutcome.TryAgain>(outcome).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_before_the_handshake_is_not_taken_for_what_comes_after_it()
    {
        // Whoever sits between puts an offer behind the yes to STARTTLS; the relay itself offers no sign-in.
        var greetings = 0;
        var healthy = ScriptedSmtp.Healthy("STARTTLS", "220 go\r\n250-relay\r\n250 AUTH PLAIN");
        string[] files = Certificate(Authority("ours"), "127.0.0.1");
        using var certificate = X509Certificate2.CreateFromPemFile(files[1], files[0]);
        await using var server = new ScriptedSmtp(
            line => line.StartsWith("EHLO", StringComparison.Ordinal) && ++greetings == 1
                ? "250-relay\r\n250 STARTTLS"
                : healthy(line),
            certificate);
        await using var relay = Relay(server.Options.Port, EmailSecurity.StartTls, File("ours"));

        var outcome = await relay.Send(Outgoing(), Mail(), default);

        Assert.Contains("authentication", Assert.IsType<DeliveryOutcome.TryAgain>(outcome).Error,
            StringComparison.Ordinal);
        Assert.Equal(2, greetings);
        Assert.DoesNotContain(server.Heard, line => line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    static SmtpRelay Relay(int port, EmailSecurity security, string? authority) => new(
        new()
        {
            Host = "127.0.0.1",
            Port = port,
            Security = security,
            Authority = authority,
            UserName = "shop",
            Password = "secret",
            From = "shop@shop.example",
        },
        TimeProvider.System);

    string File(string name) => Path.Combine(_folder.FullName, $"{name}.pem");

    X509Certificate2 Authority(string name)
    {
        var request = new CertificateRequest(
            $"CN={name}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        System.IO.File.WriteAllText(File(name), made.ExportCertificatePem());
        return made;
    }

    /// <returns>The files of the key and of the certificate.</returns>
    string[] Certificate(X509Certificate2 authority, string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={address}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using var made = request.Create(
            authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        System.IO.File.WriteAllText(File("key"), key.ExportPkcs8PrivateKeyPem());
        System.IO.File.WriteAllText(File("certificate"), made.ExportCertificatePem());
        return [File("key"), File("certificate")];
    }
}
