using System.Text.Json;
using Engagement.FileSink;
using Engagement.Receivers;
using Engagement.Tests.Support;
using Engagement.Webhooks;
using Microsoft.Extensions.Time.Testing;
using StandardWebhooks;
using static Engagement.Tests.Channels.Letters;

namespace Engagement.Tests.Channels;

public sealed class WebhookReceiverTests : IDisposable
{
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    readonly FakeTimeProvider _clock = new(new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));
    readonly string _folder = Directory.CreateTempSubdirectory("engage-webhooks-").FullName;

    [Fact]
    public async Task A_webhook_is_signed_and_named_and_repeats_itself_to_the_byte()
    {
        await using var endpoint = await Endpoint.Answering(204);
        var receiver = Receiver(endpoint.Url);

        Assert.Equal(
            "204", Assert.IsType<DeliveryOutcome.Done>(await receiver.Deliver(Webhook(), default)).Receipt);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await receiver.Deliver(Webhook(attempt: 2), default);

        var (first, second) = (await endpoint.Next(), await endpoint.Next());
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Headers["webhook-id"], second.Headers["webhook-id"]);
        Assert.Equal("application/json", first.Headers["Content-Type"]);
        foreach (var post in (Endpoint.Post[])[first, second])
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(
                long.Parse(post.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture));
            var signature = new StandardWebhook(Secret).Sign(post.Headers["webhook-id"], at, post.Body);
            Assert.Equal(signature, post.Headers["webhook-signature"]);
        }

        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            second.Headers["webhook-timestamp"]);
        var body = JsonElement.Parse(first.Body);
        Assert.Equal("message.sent", body.GetProperty("type").GetString());
        Assert.Equal("ada", body.GetProperty("data").GetProperty("customerId").GetString());
    }

    [Theory]
    [InlineData(200, "Done")]
    [InlineData(301, "TryAgain")]
    [InlineData(307, "TryAgain")]
    [InlineData(400, "TryAgain")]
    [InlineData(404, "TryAgain")]
    [InlineData(410, "Never")]
    [InlineData(500, "TryAgain")]
    [InlineData(503, "TryAgain")]
    public async Task Only_success_is_success_and_only_gone_is_for_good(int status, string outcome)
    {
        await using var endpoint = await Endpoint.Answering(status);

        Assert.Equal(outcome, (await Receiver(endpoint.Url).Deliver(Webhook(), default)).GetType().Name);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var inside = await Endpoint.Answering(200);
        await using var endpoint = await Endpoint.Answering(302, location: inside.Url);

        await Receiver(endpoint.Url).Deliver(Webhook(), default);

        Assert.Empty(inside.Paths);
        Assert.Equal(["/hook"], endpoint.Paths);
    }

    [Theory]
    [InlineData("429", "120")]
    [InlineData("503", "Mon, 05 Jan 2026 09:02:00 GMT")]
    public async Task What_the_other_side_asks_for_holds_for_all_that_goes_there(string status, string retryAfter)
    {
        await using var endpoint = await Endpoint.Answering(
            int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), retryAfter);
        var receiver = Receiver(endpoint.Url);

        var refused = Assert.IsType<DeliveryOutcome.TryAgain>(await receiver.Deliver(Webhook(), default));
        Assert.Equal(TimeSpan.FromMinutes(2), refused.After);
        _clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(
            TimeSpan.FromSeconds(1),
            Assert.IsType<DeliveryOutcome.NotNow>(await receiver.Deliver(Webhook("k2"), default)).After);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<DeliveryOutcome.TryAgain>(await receiver.Deliver(Webhook("k2"), default));
        Assert.Equal(2, endpoint.Paths.Count);
    }

    [Fact]
    public async Task An_endpoint_that_hangs_gets_four_at_once_and_then_one()
    {
        using var patience = new CancellationTokenSource();
        await using var endpoint = await Endpoint.Start(
            static context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var receiver = Receiver(endpoint.Url);
        var hanging = Enumerable.Range(0, 4)
            .Select(n => receiver.Deliver(Webhook($"k{n}"), patience.Token).AsTask()).ToArray();
        for (var n = 0; n < hanging.Length; n++)
        {
            await endpoint.Next();
        }

        var fifth = receiver.Deliver(Webhook("k5"), patience.Token).AsTask();
        await Probe.Within(fifth, "an answer without a try");
        Assert.IsType<DeliveryOutcome.NotNow>(await fifth);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(hanging));
        Assert.IsType<DeliveryOutcome.NotNow>(await receiver.Deliver(Webhook("k5"), default));
    }

    [Fact]
    public async Task An_endless_answer_is_not_read()
    {
        await using var endpoint = await Endpoint.Start(static async context =>
        {
            var piece = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        });

        var delivery = Receiver(endpoint.Url).Deliver(Webhook(), default).AsTask();

        await Probe.Within(delivery, "the end of an endless answer");
        Assert.IsType<DeliveryOutcome.Done>(await delivery);
    }

    [Theory]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://127.1/hook")]
    [InlineData("https://0x7f000001/hook")]
    [InlineData("https://2130706433/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://[::ffff:127.0.0.1]/hook")]
    [InlineData("https://[64:ff9b::7f00:1]/hook")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://localhost/hook")]
    [InlineData("https://①②⑦.0.0.1/hook")]
    public async Task A_private_host_is_not_connected_to(string url)
    {
        var refused = Assert.IsType<DeliveryOutcome.TryAgain>(
            await Receiver(url, allowed: "other.example").Deliver(Webhook(), default));

        Assert.Contains("PrivateHosts", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_reaches_its_own_endpoints_only()
    {
        await using var endpoint = await Endpoint.Answering(204);
        var receiver = Receiver(endpoint.Url);
        var foreign = new Outgoing(new("other", "ada"), Message(channel: "webhook", to: "crm"), 1, At);

        Assert.IsType<DeliveryOutcome.Never>(await receiver.Deliver(foreign, default));
        Assert.IsType<DeliveryOutcome.Never>(
            await receiver.Deliver(Outgoing(Message(channel: "webhook", to: "erp")), default));
        Assert.Empty(endpoint.Paths);
    }

    [Fact]
    public async Task A_rehearsals_webhook_is_written_to_a_file()
    {
        await using var endpoint = await Endpoint.Answering(204);

        var outcome = await Receiver(endpoint.Url).Deliver(
            Outgoing(Message(channel: "webhook", to: "crm"), rehearsal: true), default);

        var receipt = Assert.IsType<DeliveryOutcome.Done>(outcome).Receipt!;
        var written = await File.ReadAllTextAsync(Path.Combine(_folder, receipt));
        Assert.Contains("message.sent", written, StringComparison.Ordinal);
        Assert.Empty(endpoint.Paths);
    }

    [Fact]
    public async Task A_message_that_receivers_would_cut_off_is_not_sent()
    {
        await using var endpoint = await Endpoint.Answering(204);

        Assert.IsType<DeliveryOutcome.Never>(
            await Receiver(endpoint.Url, text: new string('x', 20_000)).Deliver(Webhook(), default));
    }

    [Theory]
    [InlineData("ftp://shop.example/", Secret)]
    [InlineData("http://shop.example/", Secret)]
    [InlineData("https://user:password@shop.example/", Secret)]
    [InlineData("https://shop.example/#part", Secret)]
    [InlineData("/hook", Secret)]
    [InlineData("https://shop.example/", "whsec_c2hvcnQ=")]
    [InlineData("https://shop.example/", null)]
    public void An_endpoint_that_cannot_work_stops_the_start(string url, string? secret)
    {
        var options = Options(url, "127.0.0.1");
        options.Endpoints["shop"]["crm"].Secrets = secret is null ? [] : [secret];

        var problem = Assert.Single(options.Validate(new(options)));
        Assert.StartsWith("Webhooks:Endpoints:shop:crm:", problem.ErrorMessage, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static Outgoing Webhook(string key = "k1", int attempt = 1) =>
        Outgoing(Message(key, "webhook", "crm"), attempt);

    static WebhookOptions Options(string url, string allowed) => new()
    {
        Endpoints = new() { ["shop"] = new() { ["crm"] = new() { Url = url, Secrets = [Secret] } } },
        PrivateHosts = [allowed],
    };

    WebhookReceiver Receiver(string url, string allowed = "127.0.0.1", string text = "Thank you.")
    {
        var options = Options(url, allowed);
        var contents = new FakeContents(text).Contents;
        return new(contents, Found(options), WebhookHttp.Create(options), new OutboxFolder(_folder), _clock);
    }
}
