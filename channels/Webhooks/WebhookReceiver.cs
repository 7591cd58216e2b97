using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Engagement.FileSink;
using Engagement.Messages;
using Engagement.Receivers;
using Engagement.Retries;

namespace Engagement.Webhooks;

/// <summary>
/// Step 5: webhooks. Posts a signed message to an endpoint of the workspace, as Standard Webhooks 1.0.0 says.
/// </summary>
sealed class WebhookReceiver(
    MessageContents contents, FindEndpoint find, HttpMessageInvoker http, OutboxFolder files, TimeProvider clock)
    : IMessageReceiver
{
    const int ConcurrencyMax = 32;

    // The specification's own schedule, after the first attempt.
    static readonly RetrySchedule s_retries = new(
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
        TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ]);

    readonly ConcurrentDictionary<(string Workspace, string Name), Gated> _gates = new();

    public string Name => Channels.Webhook;

    public DeliveryOptions Habits { get; } = new(ConcurrencyMax, s_retries);

    public async ValueTask<DeliveryOutcome> Deliver(Outgoing outgoing, CancellationToken cancellation)
    {
        if (outgoing.Effect is not SendMessage message)
        {
            return new DeliveryOutcome.Never("It is not a message.");
        }

        try
        {
            var content = await contents.Of(outgoing.Customer, message, cancellation);
            var payload = Payload(outgoing, content);
            var outcome = outgoing.Rehearsal
                ? new DeliveryOutcome.Done(await files.Write(outgoing, "json", payload, cancellation))
                : await Post(outgoing, message.To, payload, cancellation);
            return outcome is DeliveryOutcome.Done done
                ? done with { Sha256 = MessageForm.HashOf(payload) }
                : outcome;
        }
        catch (UnsendableException refusal)
        {
            return refusal.Outcome;
        }
    }

    public MessageForm Form(Outgoing outgoing, MessageContent content) => new(null, Payload(outgoing, content));

    static byte[] Payload(Outgoing outgoing, MessageContent content) =>
        WebhookPayload.Write(outgoing, (SendMessage)outgoing.Effect, content.Rendered)
            ?? throw new UnsendableException("The message is longer than receivers of webhooks take (20 KB).");

    async ValueTask<DeliveryOutcome> Post(
        Outgoing outgoing, string name, byte[] payload, CancellationToken cancellation)
    {
        var workspace = outgoing.Customer.Workspace;
        if (await find(workspace, name, cancellation) is not { } endpoint)
        {
            return new DeliveryOutcome.Never("The workspace has no webhook endpoint of that name.");
        }

        return await Gate(workspace, name, endpoint).Pass(
            token => Send(Request(outgoing, endpoint, payload), token), cancellation);
    }

    // One that was changed is asked anew, whatever it answered before.
    EndpointGate Gate(string workspace, string name, WebhookEndpoint endpoint) => _gates.AddOrUpdate(
        (workspace, name),
        static (_, args) => new(args.Version, new(args.Clock)),
        static (_, known, args) => known.Version == args.Version ? known : new(args.Version, new(args.Clock)),
        (endpoint.Version, Clock: clock)).Gate;

    HttpRequestMessage Request(Outgoing outgoing, WebhookEndpoint endpoint, byte[] payload)
    {
        var id = $"msg_{outgoing.Id}";

        // The time of the attempt, not of the message: receivers refuse what seems to be an old recording.
        var at = clock.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(payload) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", $"{at.ToUnixTimeSeconds()}");
        request.Headers.Add("webhook-signature", Signatures(endpoint, id, at, payload));
        request.Headers.UserAgent.ParseAdd("Engagement-Webhooks/1");
        return request;
    }

    // One signature a secret, so that a receiver may move from an old one to a new one without missing a message.
    static string Signatures(WebhookEndpoint endpoint, string id, DateTimeOffset at, byte[] payload)
    {
        var text = Encoding.UTF8.GetString(payload);
        return string.Join(' ', endpoint.Signers.Select(signer => signer.Sign(id, at, text)));
    }

    async ValueTask<DeliveryOutcome> Send(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var sent = request;
        try
        {
            // The body of the answer is never read: nothing in it could matter, and it may be endless.
            using var response = await http.SendAsync(request, cancellation);
            return Meaning(response);
        }
        catch (HttpRequestException error) when (error.InnerException is PrivateAddressException refused)
        {
            return new DeliveryOutcome.TryAgain(refused.Message);
        }
        catch (HttpRequestException error)
        {
            return new DeliveryOutcome.TryAgain($"There was no answer ({error.HttpRequestError}).");
        }
    }

    DeliveryOutcome Meaning(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 and var status => new DeliveryOutcome.Done($"{status}"),
        (int)HttpStatusCode.Gone => new DeliveryOutcome.Never("The endpoint answered 410: it wants no more webhooks."),
        >= 300 and < 400 and var status =>
            new DeliveryOutcome.TryAgain($"The endpoint answered {status}, and redirects are not followed."),
        var status =>
            new DeliveryOutcome.TryAgain($"The endpoint answered {status}.", Wish(response.Headers.RetryAfter)),
    };

    TimeSpan? Wish(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };

    sealed record Gated(int Version, EndpointGate Gate);
}
