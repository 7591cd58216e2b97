using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Engagement.Messages;
using Engagement.Retries;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Engagement.Email;

/// <summary>
/// Signed-in connections to the relay. Each carries one message at a time and is kept for a while after it: as many as
/// were under way at once, and no more.
/// </summary>
sealed class SmtpConnections : IAsyncDisposable
{
    // Relays hang up on the idle after a minute or more; ours is the shorter patience, so a kept connection mostly
    // lives.
    static readonly TimeSpan s_idleMax = TimeSpan.FromSeconds(20);
    static readonly TimeSpan s_goodbyeMax = TimeSpan.FromSeconds(2);

    readonly EmailOptions _options;
    readonly TimeProvider _clock;
    readonly ITimer _sweep;
    readonly Lock _lock = new();
    readonly List<Kept> _kept = [];
    bool _closed;

    public SmtpConnections(EmailOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, new SteadyClock(clock));
        _sweep = clock.CreateTimer(
            _ => CloseIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The connection that was used last, or null when none is kept.</summary>
    public SmtpClient? TakeKept(bool smtpUtf8)
    {
        lock (_lock)
        {
            var index = _kept.FindLastIndex(kept => kept.SmtpUtf8 == smtpUtf8);
            if (index < 0)
            {
                return null;
            }

            var client = _kept[index].Client;
            _kept.RemoveAt(index);
            return client;
        }
    }

    /// <exception cref="UnsendableException">The relay does not speak SMTPUTF8, which the message needs.</exception>
    public async ValueTask<SmtpClient> Open(EmailMessage message, CancellationToken cancellation)
    {
        var client = new RelayClient(_options.Authority);
        try
        {
            await Connect(client, cancellation).WaitAsync(cancellation);
            if (_options is { UserName: { } user, Password: { } password })
            {
                await client.AuthenticateAsync(user, password, cancellation);
            }

            UseSmtpUtf8(client, message);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Takes a connection back, to be used again unless it has broken.</summary>
    public void Return(SmtpClient client, bool smtpUtf8)
    {
        lock (_lock)
        {
            if (client.IsConnected && !_closed)
            {
                if (_kept.Count == 0)
                {
                    _sweep.Change(s_idleMax, Timeout.InfiniteTimeSpan);
                }

                _kept.Add(new(client, smtpUtf8, _clock.GetUtcNow()));
                return;
            }
        }

        client.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        Kept[] kept;
        lock (_lock)
        {
            _closed = true;
            kept = [.. _kept];
            _kept.Clear();
        }

        await Task.WhenAll(kept.Select(each => Close(each.Client)));
    }

    async Task Connect(RelayClient client, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SmtpStream? stream = null;
        try
        {
            await socket.ConnectAsync(_options.Host!, _options.Port, cancellation);
            stream = new(socket);

            // We have no name that the relay could look up, and RFC 5321 lets such a client give its address.
            var self = ((IPEndPoint)socket.LocalEndPoint!).Address;
            client.LocalDomain = new IPAddress(self.GetAddressBytes()).ToString();
            var security = _options.Security switch
            {
                EmailSecurity.None => SecureSocketOptions.None,
                EmailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                EmailSecurity.StartTls => SecureSocketOptions.StartTls,
                _ => throw new NotSupportedException($"No way to connect by {_options.Security}."),
            };
            await client.ConnectAsync(stream, _options.Host!, _options.Port, security, cancellation);
        }
        catch
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }

            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A client that knows of SMTPUTF8 writes the domain of an address in its own script, and the relay would then have
    /// to find SMTPUTF8 on all of the way. So only a message that cannot go without it goes with it.
    /// </summary>
    static void UseSmtpUtf8(SmtpClient client, EmailMessage message)
    {
        if (!message.NeedsSmtpUtf8)
        {
            client.Capabilities &= ~SmtpCapabilities.UTF8;
        }
        else if (!client.Capabilities.HasFlag(SmtpCapabilities.UTF8 | SmtpCapabilities.EightBitMime))
        {
            // The sender is our configuration, which somebody will put right; the recipient's address stays.
            throw new UnsendableException(
                "The part before the '@' of an address has letters outside ASCII, and the mail relay does not take " +
                "such addresses (SMTPUTF8).",
                mayPass: message.To.IsAscii);
        }
    }

    void CloseIdle()
    {
        var now = _clock.GetUtcNow();
        Kept[] idle;
        lock (_lock)
        {
            idle = [.. _kept.Where(kept => now - kept.Since >= s_idleMax)];
            _kept.RemoveAll(idle.Contains);
            if (_kept.Count > 0 && !_closed)
            {
                _sweep.Change(_kept.Min(kept => kept.Since) + s_idleMax - now, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (var kept in idle)
        {
            _ = Close(kept.Client);
        }
    }

    /// <summary>Says goodbye, as far as the relay listens.</summary>
    async Task Close(SmtpClient client)
    {
        using (client)
        {
            using var patience = new CancellationTokenSource(s_goodbyeMax, _clock);
            await client.DisconnectAsync(quit: true, patience.Token);
        }
    }

    sealed record Kept(SmtpClient Client, bool SmtpUtf8, DateTimeOffset Since);

    /// <summary>MailKit's client, trusting one authority of our own in place of the system's.</summary>
    sealed class RelayClient : SmtpClient
    {
        readonly string? _authority;

        public RelayClient(string? authority)
        {
            _authority = authority;

            // Looking up what is revoked takes a way out to each authority's pages, which a silo seldom has.
            CheckCertificateRevocation = false;
        }

        protected override SslClientAuthenticationOptions GetSslClientAuthenticationOptions(
            string host, RemoteCertificateValidationCallback remoteCertificateValidationCallback)
        {
            var handshake = base.GetSslClientAuthenticationOptions(host, remoteCertificateValidationCallback);
            if (_authority is not null)
            {
                handshake.CertificateChainPolicy = new()
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                };
                handshake.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(_authority);
            }

            return handshake;
        }
    }
}
