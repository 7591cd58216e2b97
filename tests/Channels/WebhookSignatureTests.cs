using System.Text.Json;
using Engagement.FileSink;
using Engagement.Receivers;
using Engagement.Tests.Support;
using Engagement.Webhooks;
using static Engagement.Tests.Channels.Letters;

namespace Engagement.Tests.Channels;

public sealed class WebhookSignatureTests : IDisposable
{
    const string OldSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const string NewSecret = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

    readonly string _folder = Directory.CreateTempSubdirectory("engage-webhooks-").FullName;

    [Fact]
    public void The_vector_of_the_specifications_own_library_comes_out()
    {
        var signature = WebhookEndpoint.Signer(OldSecret)!.Sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            DateTimeOffset.FromUnixTimeSeconds(1614265330),
            "{\"test\": 2432232314}");

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public async Task The_published_reference_comes_out()
    {
        var path = Repository.Data("reference", "published_references.json");
        var published = JsonElement.Parse(await File.ReadAllTextAsync(path)).GetProperty("standard_webhooks_vector");

        var signature = WebhookEndpoint.Signer(published.GetProperty("secret").GetString()!)!.Sign(
            published.GetProperty("webhook-id").GetString(),
            DateTimeOffset.FromUnixTimeSeconds(published.GetProperty("webhook-timestamp").GetInt64()),
            published.GetProperty("body").GetString());

        Assert.Equal(published.GetProperty("webhook-signature").GetString(), signature);
    }

    [NodeFact]
    public async Task Receivers_libraries_verify_a_delivery_with_the_old_secret_and_with_the_new_one()
    {
        var post = await Deliver([OldSecret, NewSecret]);

        Assert.Equal(2, post.Headers["webhook-signature"].Split(' ').Length);
        foreach (var secret in (string[])[OldSecret, NewSecret])
        {
            var verified = await Verify(secret, post.Headers, post.Body);
            foreach (var library in (string[])["standardwebhooks", "svix"])
            {
                var payload = verified.GetProperty(library);
                Assert.Equal("message.sent", payload.GetProperty("type").GetString());
                Assert.StartsWith(
                    "مرحبا 🎁", payload.GetProperty("data").GetProperty("text").GetString(), StringComparison.Ordinal);
            }
        }
    }

    [NodeFact]
    public async Task Receivers_libraries_refuse_what_was_changed_on_the_way_or_signed_with_another_secret()
    {
        var post = await Deliver([OldSecret]);

        Assert.Equal(["", ""], await Types(OldSecret, post.Body.Replace("ada", "eve", StringComparison.Ordinal)));
        Assert.Equal(["", ""], await Types(NewSecret, post.Body));
        Assert.Equal(["message.sent", "message.sent"], await Types(OldSecret, post.Body));

        async Task<string[]> Types(string secret, string body) =>
        [
            .. (await Verify(secret, post.Headers, body)).EnumerateObject().Select(verified =>
                verified.Value is { ValueKind: JsonValueKind.Object } payload
                    ? payload.GetProperty("type").GetString()!
                    : ""),
        ];
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_not base64!")]
    [InlineData("whsec_c2hvcnQ=")]
    public void What_is_no_secret_of_a_sound_length_is_refused(string text) =>
        Assert.Null(WebhookEndpoint.Signer(text));

    [Fact]
    public void A_secret_longer_than_64_bytes_is_refused() =>
        Assert.Null(WebhookEndpoint.Signer("whsec_" + Convert.ToBase64String(new byte[65])));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    async Task<Endpoint.Post> Deliver(List<string> secrets)
    {
        await using var endpoint = await Endpoint.Answering(204);
        var options = new WebhookOptions
        {
            Endpoints = new() { ["shop"] = new() { ["crm"] = new() { Url = endpoint.Url, Secrets = secrets } } },
            PrivateHosts = ["127.0.0.1"],
        };

        // By the real time: the libraries refuse what was signed long ago.
        var receiver = new WebhookReceiver(
            new FakeContents("مرحبا 🎁").Contents, Found(options), WebhookHttp.Create(options),
            new OutboxFolder(_folder), TimeProvider.System);
        var outcome = await receiver.Deliver(Outgoing(Message(channel: "webhook", to: "crm")), default);
        Assert.Equal("204", Assert.IsType<DeliveryOutcome.Done>(outcome).Receipt);
        return await endpoint.Next();
    }

    static async Task<JsonElement> Verify(string secret, Dictionary<string, string> headers, string body)
    {
        using var verifier = await Node.Start("verify-webhook.js");
        var said = verifier.StandardOutput.ReadToEndAsync();
        await verifier.StandardInput.WriteAsync(JsonSerializer.Serialize(new { secret, headers, body }));
        verifier.StandardInput.Close();
        await verifier.WaitForExitAsync();
        Assert.Equal(0, verifier.ExitCode);
        return JsonElement.Parse(await said);
    }
}
