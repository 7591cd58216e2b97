using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engagement.Bench.Measure;

/// <summary>
/// The yardstick for alerts: sockets on the same web server, and a loop that writes one ready frame to each.
/// </summary>
static class FrameLoop
{
    /// <summary>About what an alert takes on the wire.</summary>
    const int FrameBytes = 450;

    public static async Task<List<double>> Measure(int clients, int rounds, TimeSpan pause)
    {
        var sockets = new ConcurrentBag<WebSocket>();
        await using var server = await Serve(sockets);
        var features = server.Services.GetRequiredService<IServer>().Features;
        var address = features.Get<IServerAddressesFeature>()!.Addresses.First();
        var delays = new ConcurrentBag<double>();
        using var stop = new CancellationTokenSource();
        var listening = new List<Task>();
        for (var i = 0; i < clients; i++)
        {
            var client = new ClientWebSocket();
            await client.ConnectAsync(new(address.Replace("http", "ws", StringComparison.Ordinal)),
                CancellationToken.None);
            listening.Add(Listen(client, delays, stop.Token));
        }

        while (sockets.Count < clients)
        {
            await Task.Delay(10);
        }

        for (var round = 0; round < rounds; round++)
        {
            var frame = new byte[FrameBytes];
            BinaryPrimitives.WriteInt64LittleEndian(frame, Stopwatch.GetTimestamp());
            foreach (var socket in sockets)
            {
                await socket.SendAsync(frame, WebSocketMessageType.Binary, true, CancellationToken.None);
            }

            await Task.Delay(pause);
        }

        await Task.Delay(500);
        await stop.CancelAsync();
        await Task.WhenAll(listening);
        return [.. delays.Order()];
    }

    static async Task<WebApplication> Serve(ConcurrentBag<WebSocket> sockets)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            sockets.Add(socket);
            await Task.WhenAny(socket.ReceiveAsync(new byte[1], context.RequestAborted));
        });
        await app.StartAsync();
        return app;
    }

    static async Task Listen(ClientWebSocket client, ConcurrentBag<double> delays, CancellationToken cancellation)
    {
        using var socket = client;
        var buffer = new byte[FrameBytes];
        try
        {
            while (true)
            {
                await socket.ReceiveAsync(buffer, cancellation);
                var sentAt = BinaryPrimitives.ReadInt64LittleEndian(buffer);
                delays.Add(Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds);
            }
        }
        catch (OperationCanceledException)
        {
            // That is how listening ends.
        }
    }
}
