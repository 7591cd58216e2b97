using System.Net;
using System.Net.Sockets;

namespace Engagement.Webhooks;

/// <summary>
/// Opens connections to public addresses only. The address that was judged is the one that is connected to: a name
/// that is looked up twice can answer twice differently.
/// </summary>
/// <param name="resolve">Looks a name up.</param>
/// <param name="privateHosts">Hosts that may be private all the same: the operator's own, and development's.</param>
sealed class GuardedConnect(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve, IReadOnlySet<string> privateHosts)
{
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Judged(context.DnsEndPoint.Host, cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="PrivateAddressException">One of its addresses is not public.</exception>
    internal async ValueTask<IPAddress[]> Judged(string host, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellation);

        // One private address among public ones is no accident but an attempt: the next connection might take it.
        return privateHosts.Contains(host) || Array.TrueForAll(addresses, PublicAddress.Is)
            ? addresses
            : throw new PrivateAddressException();
    }
}

sealed class PrivateAddressException() : Exception(
    "The endpoint's host has an address inside a private network, and is not named in Webhooks:PrivateHosts.");
