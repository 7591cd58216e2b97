using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Engagement.Access;
using Engagement.Http;
using Engagement.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Webhooks;

/// <summary>Where a workspace's webhooks go: made, changed and removed while the product runs.</summary>
static partial class WebhooksApi
{
    const int UrlMax = 2000;
    const int SecretsMax = 4;
    const string NameExpected =
        "1 to 60 letters, digits, dots, dashes and underscores, beginning with a letter or digit";

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/v1/webhooks").WithTags("Webhooks");
        webhooks.MapGet("", List).Needs(Scopes.WebhooksRead).WithMetadata(new TakesTurns())
            .Named("listWebhooks", "List the endpoints of webhooks, without their secrets");
        webhooks.MapGet("/{name}", One).Needs(Scopes.WebhooksRead)
            .Named("getWebhook", "Read one endpoint and who changed it").MayAnswer(ProblemKind.NotFound);
        webhooks.MapPut("/{name}", Put).Needs(Scopes.WebhooksWrite)
            .Named("putWebhook", "Make an endpoint or change it; a secret that is made for it is shown this once")
            .MayAnswer(ProblemKind.NameTaken, ProblemKind.Contended);
        webhooks.MapPost("/{name}/secret", Turn).Needs(Scopes.WebhooksWrite)
            .Named("turnWebhookSecret", "Make a new secret, shown this once; the one before it signs, too")
            .MayAnswer(ProblemKind.NotFound, ProblemKind.NameTaken, ProblemKind.Contended);
        webhooks.MapDelete("/{name}", Remove).Needs(Scopes.WebhooksWrite).Named("removeWebhook", "Remove an endpoint")
            .MayAnswer(ProblemKind.NotFound, ProblemKind.NameTaken, ProblemKind.Contended);
    }

    static async Task<Ok<WebhookList>> List(
        Caller caller, WebhookEndpoints webhooks, CancellationToken cancellation) =>
        TypedResults.Ok(new WebhookList(await webhooks.List(caller.Workspace, cancellation)));

    static async Task<Results<Ok<WebhookAnswer>, Problem>> One(
        Caller caller, PathId name, WebhookEndpoints webhooks, CancellationToken cancellation) =>
        await webhooks.One(caller.Workspace, name.Value, cancellation) is var (webhook, acts)
            ? TypedResults.Ok(new WebhookAnswer(webhook, acts))
            : Unknown();

    static async Task<Results<Created<WebhookMade>, Ok<WebhookMade>, Problem>> Put(
        Caller caller, PathId name, Body<WebhookRequest> body, WebhookEndpoints webhooks)
    {
        var wanted = body.Value;
        Refuse.Unless(NameForm().IsMatch(name.Value), "/name", "It is not a name.", NameExpected);
        Refuse.LongerThan(UrlMax, wanted.Url, "/url");
        Refuse.Unless(
            wanted.Secrets is not { } secrets || secrets.Length is > 0 and <= SecretsMax,
            "/secrets", "They are too many, or none.",
            $"1 to {SecretsMax} secrets, or no such member");
        Refuse.Unless(
            wanted.Secrets is not { } all || !Array.Exists(all, one => one is null),
            "/secrets", "One of them is null.", "texts");
        Refuse.Unless(
            wanted.Secrets is not { } given || given.DistinctBy(Bytes).Count() == given.Length,
            "/secrets", "One of them is there twice.", "each secret once");
        var change = await webhooks.Put(
            caller.Workspace,
            name.Value,
            new(wanted.Url, [.. wanted.Secrets ?? []], caller.Name),
            CancellationToken.None);
        return change switch
        {
            WebhookChange.Written { IsNew: true } made => TypedResults.Created((string?)null, WebhookMade.Of(made)),
            WebhookChange.Written changed => TypedResults.Ok(WebhookMade.Of(changed)),
            _ => Refusal(change),
        };
    }

    static async Task<Results<Ok<WebhookMade>, Problem>> Turn(Caller caller, PathId name, WebhookEndpoints webhooks)
    {
        var change = await webhooks.Turn(caller.Workspace, name.Value, caller.Name, CancellationToken.None);
        return change is WebhookChange.Written turned ? TypedResults.Ok(WebhookMade.Of(turned)) : Refusal(change);
    }

    static async Task<Results<NoContent, Problem>> Remove(Caller caller, PathId name, WebhookEndpoints webhooks)
    {
        var change = await webhooks.Remove(caller.Workspace, name.Value, caller.Name, CancellationToken.None);
        return change is WebhookChange.Written ? TypedResults.NoContent() : Refusal(change);
    }

    static Problem Refusal(WebhookChange change) => change switch
    {
        WebhookChange.Unfit unfit => ProblemKind.Invalid.Because(
            "The body does not fit; 'errors' says where.",
            [.. unfit.Problems.Select(problem => new Flaw(
                problem.StartsWith("Url", StringComparison.Ordinal) ? "/url" : "/secrets", problem))]),
        WebhookChange.InFile => ProblemKind.NameTaken.Because(
            "The configuration has an endpoint of this name; it is changed there."),
        WebhookChange.Alike alike => ProblemKind.NameTaken.Because(
            $"There is an endpoint '{alike.Name}', and two names that differ in case only would be taken for one."),
        WebhookChange.Unknown => Unknown(),
        WebhookChange.TooMany => ProblemKind.Invalid.Because(
            $"The workspace has {WebhookEndpoints.EndpointsMax} endpoints, as many as one may.",
            new Flaw("/name", "There is no room for one more.")),
        WebhookChange.Contended => ProblemKind.Contended.Because("Somebody else changed the endpoint just now.") with
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        },
        _ => throw new NotSupportedException($"No way to refuse a {change.GetType().Name}."),
    };

    static Problem Unknown() => ProblemKind.NotFound.Because("There is no endpoint of this name.");

    // The last letter of a base64 may be written in several ways.
    static string Bytes(string secret)
    {
        var bytes = new byte[secret.Length];
        var start = secret.IndexOf('_', StringComparison.Ordinal) + 1;
        return Convert.TryFromBase64String(secret[start..], bytes, out var length)
            ? Convert.ToBase64String(bytes, 0, length)
            : secret;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,59}\z")]
    private static partial Regex NameForm();
}

sealed record WebhookList(ImmutableArray<Webhook> Items);

/// <param name="Acts">What was done to it, newest first.</param>
sealed record WebhookAnswer(Webhook Webhook, ImmutableArray<WebhookAct> Acts);

/// <param name="Secrets">
/// Each <c>whsec_</c> and base64; without them a new endpoint gets one, and another keeps its own.
/// </param>
sealed record WebhookRequest(string Url, string[]? Secrets = null);

/// <param name="Secret">One that was made just now; it is not shown again.</param>
sealed record WebhookMade(Webhook Webhook, string? Secret)
{
    public static WebhookMade Of(WebhookChange.Written written) => new(written.Webhook, written.Secret);
}
