using System.Net;
using System.Text.Json;
using Engagement.Access;
using Engagement.Messages;
using Engagement.Problems;
using Engagement.Receivers;
using Engagement.Tests.Channels;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using StandardWebhooks;

namespace Engagement.Tests.Api;

/// <summary>Endpoints of webhooks are made, changed and removed while the product runs.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    const string Given = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    TestApp _app = null!;
    HttpClient _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.Start(settings:
        [
            "--Webhooks:PrivateHosts:0=127.0.0.1", "--Webhooks:Endpoints:shop:erp:Url=https://erp.example",
            $"--Webhooks:Endpoints:shop:erp:Secrets:0={Given}",
        ]);
        _shop = await _app.Workspace("shop", rehearsal: false);
    }

    public async ValueTask DisposeAsync()
    {
        _shop.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_message_goes_to_an_endpoint_that_was_made_since_the_start_signed_with_its_secret()
    {
        await using var endpoint = await Endpoint.Answering(204);
        var made = await Put("crm", new { url = endpoint.Url }, HttpStatusCode.Created);
        await Journey();
        await _shop.Tell(Shopping.Placed("ada", "o1"));

        await Verify(endpoint, made.GetProperty("secret").GetString()!);
    }

    [Fact]
    public async Task A_changed_address_gets_the_next_message_and_a_removed_one_none()
    {
        await using var gone = await Endpoint.Answering(410);
        await using var endpoint = await Endpoint.Answering(204);
        await Put("crm", new { url = gone.Url, secrets = new[] { Given } }, HttpStatusCode.Created);
        await Journey();
        await _shop.Tell(Shopping.Placed("ada", "o1"));
        await gone.Next();

        await Put("crm", new { url = endpoint.Url }, HttpStatusCode.OK);
        await _shop.Tell(Shopping.Placed("ada", "o2"));
        await Verify(endpoint, Given);
        using var removed = await _shop.Send(HttpMethod.Delete, "/v1/webhooks/crm");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await _shop.Tell(Shopping.Placed("ada", "o3"));

        await Until(async () => (await _shop.Json("/v1/dead-letters")).ToString()
            .Contains("no webhook endpoint of that name", StringComparison.Ordinal));
        using var unknown = await _shop.Send(HttpMethod.Get, "/v1/webhooks/crm");
        await Told.Problem(unknown, ProblemKind.NotFound);
    }

    [Fact]
    public async Task A_turned_secret_signs_beside_the_one_before_it()
    {
        await using var endpoint = await Endpoint.Answering(204);
        await Put("crm", new { url = endpoint.Url, secrets = new[] { Given } }, HttpStatusCode.Created);
        await Journey();

        var turned = await _shop.Json(HttpMethod.Post, "/v1/webhooks/crm/secret", null, HttpStatusCode.OK);
        await _shop.Tell(Shopping.Placed("ada", "o1"));

        await Verify(endpoint, Given, turned.GetProperty("secret").GetString()!);
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_who_changed_an_endpoint_stays_known()
    {
        var made = await Put("crm", new { url = "https://crm.example/a" }, HttpStatusCode.Created);
        var secret = made.GetProperty("secret").GetString()!;
        var same = await Put("crm", new { url = "https://crm.example/a" }, HttpStatusCode.OK);
        await Put("crm", new { url = "https://crm.example/b", secrets = new[] { Given } }, HttpStatusCode.OK);

        Assert.Equal(1, same.GetProperty("webhook").GetProperty("version").GetInt32());
        var one = await _shop.Json("/v1/webhooks/crm");
        var acts = one.GetProperty("acts").EnumerateArray().ToList();
        Assert.Equal(
            [(2, "https://crm.example/b"), (1, "https://crm.example/a")],
            acts.Select(act => (act.GetProperty("version").GetInt32(), act.GetProperty("url").GetString()!)));
        Assert.All(acts, act => Assert.Equal("key:a key", act.GetProperty("by").GetString()));
        var told = $"{same}{one}{await _shop.Json("/v1/webhooks")}";
        Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crm", "http://crm.example", null, "/url")]
    [InlineData("crm", "https://me:pw@crm.example", null, "/url")]
    [InlineData("crm", "/hook", null, "/url")]
    [InlineData("crm", "https://169.254.169.254/latest", null, "/url")]
    [InlineData("crm", "https://[::ffff:10.0.0.1]/", null, "/url")]
    [InlineData("crm", "https://crm.example", "whsec_c2hvcnQ=", "/secrets")]
    [InlineData("crm", "https://crm.example", "secret", "/secrets")]
    [InlineData("crm", "https://crm.example", "whsec_MfKQ9r8GKYqrTwjUPD8I LPZIo2LaLaSw", "/secrets")]
    [InlineData("crm", " https://crm.example/", null, "/url")]
    [InlineData("crm", "https://crm.example/a b", null, "/url")]
    [InlineData("crm", "https://crm.example/\r\nX: y", null, "/url")]
    [InlineData("crm", "https://crm.example:0/", null, "/url")]
    [InlineData("a b", "https://crm.example", null, "/name")]
    [InlineData("-crm", "https://crm.example", null, "/name")]
    public async Task An_endpoint_that_cannot_work_is_refused(string name, string url, string? secret, string pointer)
    {
        using var refused = await _shop.Send(
            HttpMethod.Put,
            $"/v1/webhooks/{Uri.EscapeDataString(name)}",
            secret is null ? (object)new { url } : new { url, secrets = new[] { secret } });

        Assert.Equal([pointer], Told.Pointers(await Told.Problem(refused, ProblemKind.Invalid)));
        Assert.Equal(["erp"], await Names(_shop));
    }

    [Fact]
    public async Task A_secret_that_is_null_is_refused()
    {
        using var refused = await _shop.Send(
            HttpMethod.Put, "/v1/webhooks/crm", """{ "url": "https://crm.example", "secrets": [null] }""");

        Assert.Equal(["/secrets"], Told.Pointers(await Told.Problem(refused, ProblemKind.Invalid)));
    }

    [Fact]
    public async Task A_secret_that_is_there_twice_and_a_name_that_differs_in_case_only_are_refused()
    {
        using var twice = await _shop.Send(
            HttpMethod.Put, "/v1/webhooks/crm", new { url = "https://crm.example", secrets = new[] { Given, Given } });
        using var alike = await _shop.Send(HttpMethod.Put, "/v1/webhooks/Crm", new { url = "https://crm.example" });
        Assert.Equal(HttpStatusCode.Created, alike.StatusCode);
        using var second = await _shop.Send(HttpMethod.Put, "/v1/webhooks/crm", new { url = "https://crm.example" });
        using var gone = await _shop.Send(HttpMethod.Delete, "/v1/webhooks/Crm");

        using var respelt = await _shop.Send(HttpMethod.Put, "/v1/webhooks/crm", new
        {
            url = "https://crm.example",
            secrets = new[]
            {
                "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNA==", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNB==",
            },
        });

        Assert.Equal(["/secrets"], Told.Pointers(await Told.Problem(twice, ProblemKind.Invalid)));
        Assert.Equal(["/secrets"], Told.Pointers(await Told.Problem(respelt, ProblemKind.Invalid)));
        await Told.Problem(second, ProblemKind.NameTaken);
        await Put("crm", new { url = "https://crm.example" }, HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_message_that_waits_for_its_next_try_says_what_the_last_one_met()
    {
        await using var endpoint = await Endpoint.Answering(503);
        await Put("crm", new { url = endpoint.Url }, HttpStatusCode.Created);
        await Journey();
        await _shop.Tell(Shopping.Placed("ada", "o1"));
        await endpoint.Next();

        await Until(async () => (await LastTry()).ValueKind == JsonValueKind.Object);
        var last = await LastTry();
        Assert.Contains("503", last.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, last.GetProperty("attempts").GetInt32());

        async Task<JsonElement> LastTry() =>
            (await _shop.Json("/v1/messages")).GetProperty("items")[0].GetProperty("lastTry");
    }

    [Fact]
    public async Task A_private_address_is_judged_when_it_is_connected_to_as_for_those_of_the_configuration()
    {
        await using var app = await TestApp.Start();
        using var shop = await app.Workspace("shop", rehearsal: false);
        await using var endpoint = await Endpoint.Answering(204);
        var secure = new UriBuilder(endpoint.Url) { Scheme = "https", Host = "localhost" }.Uri;
        await shop.Json(HttpMethod.Put, "/v1/webhooks/crm", new { url = secure }, HttpStatusCode.Created);
        await Journey(shop);
        var message = new SendMessage(
            "k1", "webhook", "hello", 1, "crm", "transactional", null, null, JsonElement.Parse("{}"));

        var outcome = await app.Services.GetServices<IReceiver>().Single(one => one.Name == "webhook").Deliver(
            new(new("shop", "ada"), message, 1, DateTimeOffset.UnixEpoch), default);

        Assert.Contains(
            "private", Assert.IsType<DeliveryOutcome.TryAgain>(outcome).Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(endpoint.Paths);
    }

    [Fact]
    public async Task What_the_configuration_has_is_shown_and_changed_there()
    {
        var listed = (await _shop.Json("/v1/webhooks")).GetProperty("items")[0];
        Assert.Equal(
            ("erp", true, 1),
            (listed.GetProperty("name").GetString()!, listed.GetProperty("configured").GetBoolean(),
                listed.GetProperty("secrets").GetInt32()));

        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
            {
                (HttpMethod.Put, "/v1/webhooks/erp", new { url = "https://evil.example" }),
                (HttpMethod.Post, "/v1/webhooks/erp/secret", null),
                (HttpMethod.Delete, "/v1/webhooks/erp", null),
            })
        {
            using var refused = await _shop.Send(method, path, body);
            await Told.Problem(refused, ProblemKind.NameTaken);
        }
    }

    [Fact]
    public async Task Another_workspace_has_its_own_and_a_key_needs_the_scope()
    {
        using var other = await _app.Workspace("other", rehearsal: false);
        await Put("crm", new { url = "https://crm.example" }, HttpStatusCode.Created);

        Assert.Empty(await Names(other));
        using var foreign = await other.Send(HttpMethod.Delete, "/v1/webhooks/crm");
        await Told.Problem(foreign, ProblemKind.NotFound);
        using var reader = _app.Client((await _app.Key("shop", Scopes.WebhooksRead)).Secret);
        Assert.Equal(["crm", "erp"], await Names(reader));
        using var refused = await reader.Send(HttpMethod.Delete, "/v1/webhooks/crm");
        await Told.Problem(refused, ProblemKind.ScopeMissing);
    }

    Task<JsonElement> Put(string name, object body, HttpStatusCode expected) =>
        _shop.Json(HttpMethod.Put, $"/v1/webhooks/{name}", body, expected);

    Task Journey() => Journey(_shop);

    static async Task Journey(HttpClient shop)
    {
        await shop.Json(
            HttpMethod.Put, "/v1/definitions/template/hello", "kind: template\nid: hello\ntext: Hello\n",
            HttpStatusCode.Created);
        await shop.Json(
            HttpMethod.Put,
            "/v1/definitions/journey/hello",
            """
            kind: journey
            id: hello
            name: Say hello
            trigger: { events: order.placed }
            entry: { oncePer: order }
            steps:
              - id: say
                message: { template: hello, channel: webhook, purpose: transactional, to: crm }
            """,
            HttpStatusCode.Created);
    }

    static async Task<string?[]> Names(HttpClient client) =>
        [.. (await client.Json("/v1/webhooks")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("name").GetString())];

    static async Task Verify(Endpoint endpoint, params string[] secrets)
    {
        var post = await endpoint.Next();
        var at = DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(post.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(
            secrets.Select(secret => new StandardWebhook(secret).Sign(post.Headers["webhook-id"], at, post.Body))
                .Order(),
            post.Headers["webhook-signature"].Split(' ').Order());
    }

    static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
