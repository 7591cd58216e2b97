using System.Net;
using System.Text.Json;
using Engagement.Tests.Channels;
using Engagement.Tests.Support;
using Microsoft.Extensions.Options;

namespace Engagement.Tests.Pumps;

/// <summary>From an event at the door to somebody else's servers, through the whole product.</summary>
public sealed class OutwardTests
{
    const string Template = """
        kind: template
        id: hello
        subject: "{{ customer.name }}: how was it?"
        text: "Order {{ order.id }}. No more: {{ unsubscribeUrl }}"
        html: "<p>Order {{ order.id }}</p>"
        """;

    [NodeFact]
    public async Task An_event_becomes_a_letter_and_its_link_ends_more_of_them()
    {
        await using var sink = await SmtpSink.Start("shop:secret");
        await using var app = await TestApp.Start(settings:
        [
            "--Email:Host=127.0.0.1", $"--Email:Port={sink.Port}", "--Email:Security=None",
            "--Email:UserName=shop", "--Email:Password=secret", "--Email:From=shop@shop.example",
        ]);
        using var client = await Live(app, "channel: email, purpose: feedback");

        await client.Tell(Shopping.Placed("ada", "o1"));
        var mail = await Letter(sink);

        Assert.Equal(("Ada: how was it?", "shop"), (mail.Subject, mail.User));
        Assert.Equal(["ada@example.com"], mail.To);
        Assert.Equal("List-Unsubscribe-Post: List-Unsubscribe=One-Click", mail.Values["list-unsubscribe-post"]);
        var link = new Uri(mail.Values["list-unsubscribe"].Split('<', '>')[1]);

        // As a mail program does it: a POST without any credential, to the path of the link.
        using var click = await app.Anybody.PostAsync(
            new Uri(link.AbsolutePath, UriKind.Relative),
            new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]));
        Assert.Equal(HttpStatusCode.OK, click.StatusCode);
        await client.Tell(Shopping.Placed("ada", "o2"));
        var withheld = (await client.Json("/v1/customers/ada/messages")).GetProperty("items").EnumerateArray()
            .Single(message => message.GetProperty("status").GetString() == "withheld");
        Assert.Contains("denied", withheld.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_becomes_a_signed_webhook()
    {
        await using var endpoint = await Endpoint.Answering(204);
        await using var app = await TestApp.Start(settings:
        [
            $"--Webhooks:Endpoints:live:crm:Url={endpoint.Url}",
            "--Webhooks:Endpoints:live:crm:Secrets:0=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "--Webhooks:PrivateHosts:0=127.0.0.1",
        ]);
        using var client = await Live(app, "channel: webhook, purpose: transactional, to: crm");

        await client.Tell(Shopping.Placed("ada", "o1"));

        var data = JsonElement.Parse((await endpoint.Next()).Body).GetProperty("data");
        Assert.Equal("Order o1. No more: ", data.GetProperty("text").GetString()!.TrimEnd('\n'));
        Assert.Equal("o1", data.GetProperty("model").GetProperty("order").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("--Outbox:Lease=00:00:10", "Outbox:Lease")]
    [InlineData("--FollowUps:Lease=00:00:10", "FollowUps:Lease")]
    [InlineData("--FollowUps:WakesMax=0", "WakesMax")]
    [InlineData("--Email:Host=relay.example", "Email:From")]
    [InlineData("--Webhooks:Endpoints:live:crm:Url=http://shop.example", "Webhooks:Endpoints:live:crm")]
    public async Task A_setting_that_cannot_work_stops_the_start_and_says_which(string setting, string named)
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.Start(settings: [setting]));

        Assert.Contains(named, wrong.Message, StringComparison.Ordinal);
    }

    static async Task<HttpClient> Live(TestApp app, string message)
    {
        var client = await app.Workspace("live", rehearsal: false);
        await client.Json(HttpMethod.Put, "/v1/definitions/template/hello", Template, HttpStatusCode.Created);
        await client.Json(
            HttpMethod.Put,
            "/v1/definitions/journey/hello",
            $$"""
            kind: journey
            id: hello
            name: Say hello
            trigger: { events: order.placed }
            entry: { oncePer: order }
            steps:
              - id: say
                message: { template: hello, {{message}} }
            """,
            HttpStatusCode.Created);
        return client;
    }

    /// <summary>The letter of our own journey, among those of the starter's.</summary>
    static async Task<SmtpSink.Received> Letter(SmtpSink sink)
    {
        while (true)
        {
            var mail = await sink.Next();
            if (mail.Subject.EndsWith("how was it?", StringComparison.Ordinal))
            {
                return mail;
            }
        }
    }
}
