using System.Text.Json;
using System.Threading.Channels;
using Engagement.Alerts;
using Engagement.Customers;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Engagement.Tests.Engine;

/// <summary>Who watches a desk can harm neither it nor the others who watch.</summary>
public sealed class DeskWatcherTests : IAsyncLifetime
{
    ProductSilo _silo = null!;

    IAlertDeskGrain Desk => DeskOf(_silo.Grains);

    public async ValueTask InitializeAsync() => _silo = await ProductSilo.Start();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task One_that_throws_fails_no_append_and_silences_nobody()
    {
        var (bad, good) = (new Watcher { Throws = true }, new Watcher());
        await Watch(_silo.Grains, bad);
        await Watch(_silo.Grains, good);

        Assert.Equal(1, await Desk.Append([Item("first")]));
        Assert.Equal(2, await Desk.Append([Item("second")]));

        Assert.Equal((1, 2), (await good.Hint(), await good.Hint()));
        Assert.Equal(1, await bad.Hint());
    }

    [Fact]
    public async Task One_that_does_not_answer_is_not_waited_for()
    {
        var (slow, good) = (new Watcher { Answers = new() }, new Watcher());
        await Watch(_silo.Grains, slow);
        await Watch(_silo.Grains, good);

        await Probe.Within(Desk.Append([Item("first")]).AsTask(), "an append beside a watcher that does not answer");

        Assert.Equal((1, 1), (await good.Hint(), await slow.Hint()));
        slow.Answers.SetResult();
    }

    [Fact]
    public async Task One_whose_process_is_gone_fails_no_append_and_silences_nobody()
    {
        var (gone, good) = (new Watcher(), new Watcher());
        using (var process = await Client())
        {
            await Watch(process.Services.GetRequiredService<IClusterClient>(), gone);
            await Watch(_silo.Grains, good);
            await Desk.Append([Item("first")]);
            Assert.Equal((1, 1), (await gone.Hint(), await good.Hint()));
            // Without a word to anybody, as far as that goes for a process inside this one.
            await process.StopAsync(new CancellationToken(canceled: true));
        }

        await Probe.Within(Desk.Append([Item("second")]).AsTask(), "an append after a watcher's process has gone");

        Assert.Equal(2, await good.Hint());
    }

    static IAlertDeskGrain DeskOf(IGrainFactory grains) =>
        grains.GetGrain<IAlertDeskGrain>($"{DeskKey.Prefix}{ProductSilo.Workspace}");

    static ValueTask<long> Watch(IGrainFactory grains, Watcher watcher) =>
        DeskOf(grains).Watch(grains.CreateObjectReference<IDeskWatcher>(watcher));

    static DeskItem Item(string key) => new(key, "ada", JsonSerializer.SerializeToUtf8Bytes<FeedItem>(
        new FeedItem.Noted("a1", new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), "ada", key), CoreJson.FeedItem));

    /// <summary>What an API apart from its silos has.</summary>
    async Task<IHost> Client()
    {
        var endpoint = _silo.Get<IOptions<EndpointOptions>>().Value;
        var cluster = _silo.Get<IOptions<ClusterOptions>>().Value;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(
            endpoint.GatewayPort, cluster.ServiceId, cluster.ClusterId));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    sealed class Watcher : IDeskWatcher
    {
        readonly Channel<long> _hints = Channel.CreateUnbounded<long>();

        public bool Throws { get; init; }

        public TaskCompletionSource? Answers { get; init; }

        /// <summary>The last position that the next hint told.</summary>
        public async Task<long> Hint()
        {
            var hint = _hints.Reader.ReadAsync().AsTask();
            await Probe.Within(hint, "a hint");
            return await hint;
        }

        public Task Grown(string workspace, long lastPosition)
        {
            _hints.Writer.TryWrite(lastPosition);
            return Throws ? throw new FormatException("No.") : Answers?.Task ?? Task.CompletedTask;
        }
    }
}
