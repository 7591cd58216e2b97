using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engagement.Tests.Storage;

/// <summary>
/// Stands before a PostgreSQL server and passes everything on, until it is told to keep one answer to itself: what was
/// asked for is then done, and whoever asked learns only that the connection broke.
/// </summary>
sealed class WithholdingProxy : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly (string Host, int Port) _server;
    readonly Task _accepting;
    Order? _order;

    public WithholdingProxy(string host, int port)
    {
        _server = (host, port);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the connection on which this text is sent, once it was answered.</summary>
    /// <returns>Done when it is cut.</returns>
    public Task CutAfter(string sent)
    {
        _order = new(Encoding.UTF8.GetBytes(sent));
        return _order.Cut.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    async Task Accept()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.Add(Serve(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(served);
        }
    }

    async Task Serve(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
            var connection = new Connection(client.GetStream(), server.GetStream());
            await Task.WhenAny(Up(connection), Down(connection));
        }
    }

    async Task Up(Connection connection)
    {
        var buffer = new byte[64 * 1024];
        while (await Read(connection.Client, buffer) is > 0 and var count)
        {
            if (_order is { } order && buffer.AsSpan(0, count).IndexOf(order.Sent) >= 0)
            {
                (connection.Withheld, _order) = (order, null);
            }

            await connection.Server.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }

    async Task Down(Connection connection)
    {
        // The last message of an answer: ready for the next query, and outside of any transaction.
        byte[] ready = [(byte)'Z', 0, 0, 0, 5, (byte)'I'];
        var buffer = new byte[64 * 1024];
        while (await Read(connection.Server, buffer) is > 0 and var count)
        {
            if (connection.Withheld is null)
            {
                await connection.Client.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
            else if (buffer.AsSpan(0, count).EndsWith(ready))
            {
                connection.Withheld.Cut.TrySetResult();
                return;
            }
        }
    }

    async Task<int> Read(NetworkStream from, byte[] buffer)
    {
        try
        {
            return await from.ReadAsync(buffer, _stop.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return 0;
        }
    }

    sealed record Order(byte[] Sent)
    {
        public TaskCompletionSource Cut { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    sealed record Connection(NetworkStream Client, NetworkStream Server)
    {
        public Order? Withheld { get; set; }
    }
}
