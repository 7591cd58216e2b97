using System.Net;
using System.Net.Sockets;

namespace Engagement.Hosting;

/// <summary>
/// Looks at an address before it is listened on: the server finds out only after everything else has started, and
/// tells it at length.
/// </summary>
static class ListenAddress
{
    /// <summary>Why the address cannot be listened on; null when it can.</summary>
    public static SocketError? Fault(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Port == 0)
        {
            return null;
        }

        var at = IPAddress.TryParse(url.Host, out var given) ? given
            : url.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.Any;
        try
        {
            using var probe = new TcpListener(at, url.Port);
            probe.Start();
            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }

    /// <summary>The fault in a sentence, with what to do about it.</summary>
    /// <param name="setting">What the address comes from.</param>
    public static string Explain(SocketError fault, string url, string setting) => fault switch
    {
        SocketError.AddressAlreadyInUse =>
            $"{url} is taken by another program, Engagement itself perhaps: ./engage doctor says. Stop that one, or "
            + $"set {setting} to another address.",
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported =>
            $"{url} is no address of this machine. Set {setting} to one that it has, or to "
            + $"http://{Everywhere(setting)} for all of them.",
        SocketError.AccessDenied =>
            $"This user may not listen on {url}. Set {setting} to a port from 1024 on, or let them.",
        _ => $"{url} cannot be listened on ({fault}). Set {setting} to another address.",
    };

    static string Everywhere(string setting) => setting == "ENGAGE_URL" ? "*:8080" : "0.0.0.0:8081";
}
