using System.Net;
using System.Net.Sockets;

namespace Engagement.Tests.Hub;

/// <summary>
/// A network that breaks: it hands bytes on and, after as many as its seed says, resets the connection in the middle of
/// whatever was being said.
/// </summary>
sealed class CuttingProxy : IAsyncDisposable
{
    const int BytesMin = 300;
    const int BytesMax = 8_000;

    static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(30);

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly Random _random;
    readonly int _target;
    readonly Task _accepting;
    int _cuts;

    public CuttingProxy(int target, int seed)
    {
        (_target, _random) = (target, new(seed));
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cuts => Volatile.Read(ref _cuts);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    async Task Accept()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                carried.Add(Carry(client, _random.Next(BytesMin, BytesMax)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(carried);
        }
    }

    async Task Carry(Socket client, int bytesLeft)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                await Task.WhenAny(Copy(client, server, int.MaxValue), Copy(server, client, bytesLeft));
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                // The server is away for a moment, or the test is over.
            }

            // A reset, not a goodbye: what was under way is lost.
            client.LingerState = new(true, 0);
            server.LingerState = new(true, 0);
        }
    }

    async Task Copy(Socket from, Socket to, int bytesLeft)
    {
        var buffer = new byte[4096];
        try
        {
            while (bytesLeft > 0)
            {
                var read = await from.ReceiveAsync(buffer.AsMemory(0, Math.Min(buffer.Length, bytesLeft)), _stop.Token);
                if (read == 0)
                {
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
                bytesLeft -= read;
            }

            // A dying network is silent before it is gone. Without that, what came through just before the reset is
            // thrown away by the client's system unread.
            await Task.Delay(s_silence, _stop.Token);
            Interlocked.Increment(ref _cuts);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other direction was cut first.
        }
    }
}
