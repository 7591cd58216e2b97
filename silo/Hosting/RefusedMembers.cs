using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Hosting;

/// <summary>
/// Says of a process that was not let in whose certificate it showed and whose would be taken: once a minute, since who
/// is turned away comes again at once.
/// </summary>
sealed partial class RefusedMembers(MemberCertificates certificates, TimeProvider clock, ILogger<RefusedMembers> log)
    : IHostedLifecycleService
{
    static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    long? _last;

    /// <summary>Before the engine starts: that waits for others, and may turn each of them away meanwhile.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        certificates.Refused += Tell;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        certificates.Refused -= Tell;
        return Task.CompletedTask;
    }

    void Tell(X509Certificate2 shown)
    {
        lock (_lock)
        {
            if (_last is { } last && clock.GetElapsedTime(last) < s_pause)
            {
                return;
            }

            _last = clock.GetTimestamp();
        }

        var names = shown.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames());
        LogRefused(
            log, shown.Subject, string.Join(", ", names), shown.Issuer, shown.NotAfter.ToUniversalTime(),
            certificates.Taken);
    }
}
