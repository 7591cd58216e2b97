using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Engagement.Access;
using Engagement.Tests.Cluster;
using Engagement.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engagement.Tests.Telemetry;

/// <summary>
/// A process of its own, watched as an operator would: a collector is sent metrics and traces, and a scrape has what
/// the page promises. In a process with other products theirs would be counted, too, and end with them.
/// </summary>
public sealed class CollectorTests
{
    const string Customer = "ada-whom-no-collector-knows";

    [Fact]
    public async Task A_collector_is_sent_metrics_and_traces_without_customers_and_a_scrape_has_what_is_documented()
    {
        await using var collector = await Collector.Start();
        using var own = new ScratchFolder();
        var folder = own.Path;
        var address = $"http://127.0.0.1:{Free()}";
        await using var product = await Member.Start(
            "Engagement.Api", "Engagement listens on",
            ("ENGAGE_URL", address), ("ENGAGE_DATA", folder), ("ENGAGE_DATABASE", ""), ("ENGAGE_CLUSTER", ""),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_TRACES_SAMPLER", "always_on"), ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"));
        var keys = JsonSerializer.Deserialize<KeyRing>(
            await File.ReadAllTextAsync(Path.Combine(folder, "keys.json")), JsonSerializerOptions.Web)!;
        using var demo = Client(address, keys.Workspaces[FirstStart.Demo].Key);
        await demo.Tell(Shopping.Placed(Customer, "o1"), Shopping.BadReview(Customer, "r1"));
        var profile = await demo.Json($"/v1/customers/{Customer}");
        Assert.Equal(Customer, profile.GetProperty("customerId").GetString());

        await Probe.Within(collector.Sent("/v1/metrics", "engagement.step.duration"), "metrics at the collector");
        await Probe.Within(collector.Sent("/v1/traces", "5 perform"), "a delivery's trace at the collector");
        await Probe.Within(collector.Sent("/v1/traces", "/v1/customers/{id}"), "a read at the collector");
        var traces = collector.All("/v1/traces");
        Assert.Contains("4 commit", traces, StringComparison.Ordinal);
        Assert.DoesNotContain(Customer, traces, StringComparison.Ordinal);

        using var owner = Client(address, keys.Operator);
        var scrape = await owner.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Empty(MetricsTable.Missing("Of the engine", scrape));
        Assert.Empty(MetricsTable.Missing("Of the process", scrape));
    }

    static HttpClient Client(string address, string key) => new()
    {
        BaseAddress = new(address),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Takes what is sent to it; names are plain text inside.</summary>
    sealed class Collector : IAsyncDisposable
    {
        readonly ConcurrentQueue<(string Path, string Body)> _sent = new();
        readonly ConcurrentDictionary<(string Path, string Word), TaskCompletionSource> _awaited = new();
        readonly WebApplication _server;

        Collector(WebApplication server) => _server = server;

        public string Address => _server.Urls.First();

        public static async Task<Collector> Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var collector = new Collector(builder.Build());
            collector._server.Run(collector.Take);
            await collector._server.StartAsync();
            return collector;
        }

        public Task Sent(string path, string word)
        {
            var sent = _awaited.GetOrAdd(
                (path, word), _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
            Settle();
            return sent.Task;
        }

        public string All(string path) => string.Join('\n', Bodies(path));

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        async Task Take(HttpContext context)
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
            _sent.Enqueue((context.Request.Path, await reader.ReadToEndAsync()));
            Settle();
        }

        IEnumerable<string> Bodies(string path) => _sent.Where(sent => sent.Path == path).Select(sent => sent.Body);

        void Settle()
        {
            foreach (var ((path, word), awaited) in _awaited)
            {
                if (Bodies(path).Any(body => body.Contains(word, StringComparison.Ordinal)))
                {
                    awaited.TrySetResult();
                }
            }
        }
    }
}
