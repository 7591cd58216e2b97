using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Engagement.Hosting;

/// <summary>
/// This process's certificate and whom it trusts, as the files hold them now. They are read again for each handshake,
/// which are few; while new ones are being written and do not fit together, the last that did serve on.
/// </summary>
sealed class MemberCertificates
{
    const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    readonly Lock _lock = new();
    readonly ClusterTls _files;

    Loaded _last;

    MemberCertificates(ClusterTls files) => (_files, _last) = (files, Load(Text.Of(files)));

    /// <summary>Whose certificates are taken, in a few words.</summary>
    public string Taken =>
        $"{string.Join(" or ", Now().Authorities.Select(authority => authority.Subject))}, made out to '{_files.Name}'";

    /// <summary>What this process shows.</summary>
    public X509Certificate2 Own => Now().Own;

    /// <exception cref="UnfitSettingException">They cannot be read, or are not what is needed.</exception>
    public static MemberCertificates Of(ClusterTls files)
    {
        try
        {
            var certificates = new MemberCertificates(files);
            Check(certificates._last, files);
            return certificates;
        }
        catch (Exception error) when (IsOfTheFiles(error))
        {
            throw new UnfitSettingException(
                $"The certificates in {Settings.CertificateName}, {Settings.KeyName} and {Settings.AuthorityName} "
                + $"cannot be used: {error.Message}");
        }
    }

    /// <summary>Told of each certificate that was not taken.</summary>
    public event Action<X509Certificate2>? Refused;

    /// <summary>Never takes it.</summary>
    public bool Refuse(X509Certificate2? certificate)
    {
        if (certificate is not null)
        {
            Refused?.Invoke(certificate);
        }

        return false;
    }

    /// <summary>The other's certificate is judged by the named authority, and by none that the system knows.</summary>
    public X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(Now().Authorities);
        return policy;
    }

    Loaded Now()
    {
        lock (_lock)
        {
            try
            {
                var text = Text.Of(_files);
                return text == _last.Text ? _last : _last = Load(text);
            }
            catch (Exception error) when (IsOfTheFiles(error))
            {
                return _last;
            }
        }
    }

    // A key that belongs to another certificate is told as an argument that is wrong.
    static bool IsOfTheFiles(Exception error) =>
        error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    static Loaded Load(Text text)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(text.Authority);
        return new(text, X509Certificate2.CreateFromPem(text.Certificate, text.Key), authorities);
    }

    static void Check(Loaded loaded, ClusterTls files)
    {
        if (loaded.Authorities.Count == 0)
        {
            throw new UnfitSettingException($"{files.Authority} ({Settings.AuthorityName}) holds no certificate.");
        }

        if (!loaded.Own.MatchesHostname(files.Name, allowCommonName: false))
        {
            throw new UnfitSettingException(
                $"The certificate in {files.Certificate} is not made out to '{files.Name}'. Give it that name as a DNS "
                + $"name among its alternative names, or set {Settings.NameName} to the one that all of them have.");
        }

        var purposes = loaded.Own.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>()).Select(purpose => purpose.Value).ToList();
        if (purposes.Count > 0 && !(purposes.Contains(ServerPurpose) && purposes.Contains(ClientPurpose)))
        {
            throw new UnfitSettingException(
                $"The certificate in {files.Certificate} does not serve as both server and client "
                + "(extended key usages serverAuth and clientAuth). A silo calls others and is called by them.");
        }
    }

    sealed record Loaded(Text Text, X509Certificate2 Own, X509Certificate2Collection Authorities);

    sealed record Text(string Certificate, string Key, string Authority)
    {
        public static Text Of(ClusterTls files) => new(
            File.ReadAllText(files.Certificate), File.ReadAllText(files.Key), File.ReadAllText(files.Authority));
    }
}
