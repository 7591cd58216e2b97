using Engagement.Access;
using Engagement.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Engagement.OpenApi;

/// <summary>The API's own description, made from the routes themselves.</summary>
static class OpenApiSetup
{
    const string KeyScheme = "apiKey";
    const string SessionScheme = "session";

    static readonly Dictionary<string, string> s_tags = new(StringComparer.Ordinal)
    {
        ["Events"] = "What happened, as the marketplace tells it.",
        ["Customers"] = "What is known of customers.",
        ["Messages"] = "What was sent, and what was held back.",
        ["Alerts"] = "What agents should look at. Live at the hub `/hubs/alerts`.",
        ["Definitions"] = "Journeys, programmes, templates and alert rules, as versioned documents.",
        ["Dead letters"] = "Effects that were given up.",
        ["Workspace"] = "The caller's own workspace.",
        ["Workspaces"] = "The operator's side: workspaces, keys, agents.",
        ["Sessions"] = "Agents' sign-in.",
        ["Unsubscribe"] = "The recipients' way out.",
        ["Health"] = "For whoever runs the server.",
    };

    public static void AddDescription(this WebApplicationBuilder builder) =>
        builder.Services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer(Introduce);
            options.AddEventSchemas();
            options.AddSchemaTransformer(AddOwnForms);
            options.AddOperationTransformer(AddQuery);
            options.AddOperationTransformer(AddSecurity);
        });

    public static void MapDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi().AllowAnonymous();

    static Task Introduce(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new()
        {
            Title = "Engagement",
            Version = "1",
            Description = "Events in, customers followed up, alerts in front of agents. Errors are problem documents " +
                "(RFC 9457) whose `type` names a page under docs/errors.",
        };
        // Relative: the description holds wherever this server is reached.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = s_tags.Select(tag => new OpenApiTag { Name = tag.Key, Description = tag.Value }).ToHashSet();
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An integrator's key (`ek_…`), or the operator's (`eo_…`).",
            },
            [SessionScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "engagement",
                Description = $"An agent's session. To change something, also send `{CsrfProtection.Header}: 1`.",
            },
        };
        return Task.CompletedTask;
    }

    static Task AddQuery(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        foreach (var parameter in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryParameter>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = parameter.Schema(),
            });
        }

        return Task.CompletedTask;
    }

    // What has a way of its own to be written is not known to the framework.
    static Task AddOwnForms(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(RawJson))
        {
            schema.Description ??= "JSON as it was stored.";
        }
        else if (type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String;
        }
        else if (type == typeof(DateTimeOffset?))
        {
            schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }

    static Task AddSecurity(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var needed = context.Description.ActionDescriptor.EndpointMetadata.OfType<NeedsScope>().FirstOrDefault();
        if (needed is null)
        {
            operation.Security = [];
            return Task.CompletedTask;
        }

        operation.Description = needed.Scope == Scopes.Member
            ? "Any credential of the workspace will do."
            : $"Needs the scope `{needed.Scope}`.";
        operation.Security = [Requires(KeyScheme, context.Document!)];
        if (needed.Scope == Scopes.Member || Scopes.OfAgents.Contains(needed.Scope))
        {
            operation.Security.Add(Requires(SessionScheme, context.Document!));
        }

        return Task.CompletedTask;
    }

    static OpenApiSecurityRequirement Requires(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    static OpenApiSchema Schema(this QueryParameter parameter) => new()
    {
        Type = parameter.Type == "integer" ? JsonSchemaType.Integer : JsonSchemaType.String,
        Minimum = parameter.Minimum?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Maximum = parameter.Maximum?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Default = parameter.Default,
        Enum = parameter.Choices.Count == 0
            ? null
            : [.. parameter.Choices.Select(choice => (System.Text.Json.Nodes.JsonNode)choice)],
    };
}
