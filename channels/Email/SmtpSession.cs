using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Engagement.Email;

/// <summary>
/// A signed-in connection to a relay, good for many letters. Our own, because the base library's SmtpClient cannot
/// tell whether a failure came before or after the letter was handed over, on which hangs whether it may be sent
/// again; nor does it speak TLS from the first byte, or end a hanging call.
/// </summary>
sealed class SmtpSession : IAsyncDisposable
{
    readonly SmtpWire _wire;
    SmtpStage _stage;

    SmtpSession(SmtpWire wire) => _wire = wire;

    /// <exception cref="SmtpException">There is no connection, or the relay does not want us.</exception>
    public static async ValueTask<SmtpSession> Open(EmailOptions options, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host!, options.Port, cancellation);
            return await Greet(socket, options, cancellation);
        }
        catch (Exception error) when (error is not SmtpException and not OperationCanceledException)
        {
            socket.Dispose();
            throw new SmtpException(
                SmtpStage.Connect, null, $"There is no conversation with the mail relay: {error.Message}", error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Hands one letter over. After an exception the session is of no more use.</summary>
    /// <returns>What the relay said when it took the letter.</returns>
    /// <exception cref="SmtpException">It was not handed over, or nobody knows: see the stage.</exception>
    public async ValueTask<SmtpReply> Hand(
        Mailbox from, Mailbox to, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        try
        {
            await Say(SmtpStage.Sender, $"MAIL FROM:<{from.Address}>", cancellation);
            await Say(SmtpStage.Recipient, $"RCPT TO:<{to.Address}>", cancellation);
            await Say(SmtpStage.Content, "DATA", cancellation);
            await _wire.WriteContent(content, cancellation);
            return await Say(SmtpStage.HandedOver, ".", cancellation);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or OperationCanceledException)
        {
            throw new SmtpException(_stage, null, "The conversation with the mail relay broke off.", error);
        }
    }

    /// <summary>Says goodbye as far as that is possible without waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _wire.Write("QUIT", new CancellationToken(canceled: false));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side has gone first.
        }

        await _wire.DisposeAsync();
    }

    static async ValueTask<SmtpSession> Greet(Socket socket, EmailOptions options, CancellationToken cancellation)
    {
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (options.Security == EmailSecurity.Tls)
        {
            stream = await Secured(stream, options, cancellation);
        }

        var session = new SmtpSession(new(stream));
        Expect(SmtpStage.Connect, await session._wire.Read(cancellation));
        var self = $"EHLO {AddressLiteral(socket)}";
        var offers = await session.Say(SmtpStage.Connect, self, cancellation);
        if (options.Security == EmailSecurity.StartTls)
        {
            await session.Say(SmtpStage.Connect, "STARTTLS", cancellation);
            if (session._wire.HasUnread)
            {
                throw new SmtpException(SmtpStage.Connect, null, "Words came between STARTTLS and the handshake.");
            }

            session = new SmtpSession(new(await Secured(stream, options, cancellation)));
            offers = await session.Say(SmtpStage.Connect, self, cancellation);
        }

        if (options is { UserName: { } user, Password: { } password })
        {
            await session.SignIn(offers, user, password, cancellation);
        }

        return session;
    }

    async ValueTask SignIn(SmtpReply offers, string user, string password, CancellationToken cancellation)
    {
        var ways = offers.Lines.FirstOrDefault(line => line.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase));
        if (ways is not null && ways.Contains("PLAIN", StringComparison.OrdinalIgnoreCase))
        {
            await Say(SmtpStage.SignIn, $"AUTH PLAIN {Base64($"\0{user}\0{password}")}", cancellation);
        }
        else
        {
            await Say(SmtpStage.SignIn, "AUTH LOGIN", cancellation);
            await Say(SmtpStage.SignIn, Base64(user), cancellation);
            await Say(SmtpStage.SignIn, Base64(password), cancellation);
        }
    }

    async ValueTask<SmtpReply> Say(SmtpStage stage, string command, CancellationToken cancellation)
    {
        _stage = stage;
        await _wire.Write(command, cancellation);
        return Expect(stage, await _wire.Read(cancellation));
    }

    static SmtpReply Expect(SmtpStage stage, SmtpReply reply) => reply.Positive
        ? reply
        : throw new SmtpException(stage, reply, $"The mail relay answered {reply.Short} at stage {stage}.");

    static async ValueTask<Stream> Secured(Stream stream, EmailOptions options, CancellationToken cancellation)
    {
        var secured = new SslStream(stream);
        var handshake = new SslClientAuthenticationOptions
        {
            TargetHost = options.Host,
            CertificateChainPolicy = options.Authority is { } authority ? Trusting(authority) : null,
        };
        await secured.AuthenticateAsClientAsync(handshake, cancellation);
        return secured;
    }

    static X509ChainPolicy Trusting(string authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,

            // An authority of one's own seldom publishes what it has revoked.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(authority);
        return policy;
    }

    // We have no name that the relay could look up, and RFC 5321 lets such a client give its address.
    static string AddressLiteral(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Address switch
    {
        { IsIPv4MappedToIPv6: true } mapped => $"[{mapped.MapToIPv4()}]",
        { AddressFamily: AddressFamily.InterNetworkV6 } address => $"[IPv6:{address.ToString().Split('%')[0]}]",
        var address => $"[{address}]",
    };

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
