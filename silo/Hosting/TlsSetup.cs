using System.Net.Security;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Connections.Security;
using Orleans.Hosting;

namespace Engagement.Hosting;

/// <summary>
/// Who may speak with a silo. Whoever reaches its gateway can call every grain, so to be encrypted is not enough: both
/// ends show a certificate of the cluster's own authority, made out to the cluster's name.
/// </summary>
static class TlsSetup
{
    public static void UseClusterTls(this ISiloBuilder silo, ClusterTls? tls)
    {
        if (tls is not null)
        {
            var certificates = MemberCertificates.Of(tls);
            silo.UseTls(options => Demand(options, tls, certificates));
            silo.Services.AddRefusals(certificates);
        }
    }

    public static void UseClusterTls(this IClientBuilder client, ClusterTls? tls)
    {
        if (tls is not null)
        {
            var certificates = MemberCertificates.Of(tls);
            client.UseTls(options => Demand(options, tls, certificates));
            client.Services.AddRefusals(certificates);
        }
    }

    static void AddRefusals(this IServiceCollection services, MemberCertificates certificates) =>
        services.AddHostedService(
            provider => ActivatorUtilities.CreateInstance<RefusedMembers>(provider, certificates));

    static void Demand(TlsOptions options, ClusterTls tls, MemberCertificates certificates)
    {
        // Both are asked at every handshake, so a renewed certificate serves from the next connection on.
        options.LocalServerCertificateSelector = (_, _) => certificates.Own;
        options.LocalClientCertificateSelector = (_, _, _, _, _) => certificates.Own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, errors) =>
            (errors == SslPolicyErrors.None && certificate.MatchesHostname(tls.Name, allowCommonName: false))
            || certificates.Refuse(certificate);
        options.OnAuthenticateAsServer = (_, server) =>
            ((SslServerAuthenticationOptions)server.SslServerAuthenticationOptions).CertificateChainPolicy =
                certificates.Trust();
        options.OnAuthenticateAsClient = (_, client) =>
        {
            // Silos are called by their addresses, which change; their certificates are made out to the cluster's name.
            client.TargetHost = tls.Name;
            ((SslClientAuthenticationOptions)client.SslClientAuthenticationOptions).CertificateChainPolicy =
                certificates.Trust();
        };
    }
}
