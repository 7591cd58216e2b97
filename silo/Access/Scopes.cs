namespace Engagement.Access;

/// <summary>What a credential may do. The words are stored with keys and never change.</summary>
static class Scopes
{
    public const string EventsWrite = "events:write";
    public const string CustomersRead = "customers:read";
    public const string AlertsRead = "alerts:read";
    public const string AlertsWrite = "alerts:write";
    public const string DefinitionsRead = "definitions:read";
    public const string DefinitionsWrite = "definitions:write";
    public const string MessagesRead = "messages:read";
    public const string DeadLetters = "dead-letters";
    public const string Operations = "operations";
    public const string WebhooksRead = "webhooks:read";
    public const string WebhooksWrite = "webhooks:write";

    /// <summary>An operator's: workspaces, their keys and accounts. It opens no workspace.</summary>
    public const string Operate = "operate";

    /// <summary>Any credential of a workspace will do.</summary>
    public const string Member = "member";

    /// <summary>What an integrator's key may be given.</summary>
    public static IReadOnlyList<string> OfKeys { get; } =
    [
        EventsWrite, CustomersRead, AlertsRead, AlertsWrite,
        DefinitionsRead, DefinitionsWrite, MessagesRead, DeadLetters, Operations, WebhooksRead, WebhooksWrite,
    ];

    /// <summary>
    /// What everyone who signs in at the console may do: what its pages need. The clock and the report are for whoever
    /// runs a rehearsal, by key.
    /// </summary>
    public static IReadOnlyList<string> OfAgents { get; } =
    [
        CustomersRead, AlertsRead, AlertsWrite, DefinitionsRead, MessagesRead, DeadLetters, WebhooksRead, WebhooksWrite,
    ];
}

/// <summary>Which scope an endpoint asks for.</summary>
sealed record NeedsScope(string Scope);
