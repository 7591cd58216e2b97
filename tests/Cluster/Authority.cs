using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Engagement.Tests.Cluster;

/// <summary>Signs certificates for the processes of a cluster, as an operator's own authority does.</summary>
sealed class Authority : IDisposable
{
    static readonly DateTimeOffset s_from = TimeProvider.System.GetUtcNow().AddDays(-1);

    readonly X509Certificate2 _own;

    public Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _own = request.CreateSelfSigned(s_from, s_from.AddDays(30));
    }

    public string Pem => _own.ExportCertificatePem();

    /// <summary>A certificate with its key, good for both ends of a connection.</summary>
    public X509Certificate2 Sign(string name, params string[] purposes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=a member", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [.. (purposes is [] ? ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"] : purposes).Select(id => new Oid(id))],
            false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_own, true, false));
        using var signed = request.Create(_own, s_from, s_from.AddDays(20), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>Writes the files that a member's settings name, and answers these settings.</summary>
    public (string Name, string Value)[] Write(string folder, string? trusted = null, string name = "engagement")
    {
        var (certificate, key, authority) =
            (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"), Path.Combine(folder, "ca.crt"));
        using var own = Sign(name);
        using var secret = own.GetECDsaPrivateKey()!;
        Directory.CreateDirectory(folder);
        File.WriteAllText(certificate, own.ExportCertificatePem());
        File.WriteAllText(key, secret.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(authority, trusted ?? Pem);
        return [("ENGAGE_TLS_CERTIFICATE", certificate), ("ENGAGE_TLS_KEY", key), ("ENGAGE_TLS_CA", authority)];
    }

    public void Dispose() => _own.Dispose();
}
