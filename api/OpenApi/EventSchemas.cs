using System.Text.Json.Nodes;
using Engagement.Events;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Engagement.OpenApi;

/// <summary>
/// What may be sent as events, from the very schemas that <c>GET /v1/event-types/{type}</c> serves: one of the types,
/// an array of such, or lines of them.
/// </summary>
static class EventSchemas
{
    const string Event = "Event";

    public static void AddEventSchemas(this OpenApiOptions options)
    {
        options.AddDocumentTransformer(AddSchemas);
        options.AddOperationTransformer(AddBody);
    }

    static Task AddSchemas(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        foreach (var type in EventTypes.All)
        {
            document.AddComponent(NameOf(type), SchemaOf(type, document));
        }

        document.AddComponent(Event, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = $"One event. Its `type` says which it is; every `custom.…` is `{NameOf(EventTypes.Custom)}`.",
            OneOf = [.. EventTypes.All.Select(type => Reference(NameOf(type), document))],
            Discriminator = new()
            {
                PropertyName = "type",
                Mapping = EventTypes.All.ToDictionary(type => type.Name, type => Reference(NameOf(type), document)),
            },
        });
        return Task.CompletedTask;
    }

    static Task AddBody(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.OperationId != EventsApi.PostEvents)
        {
            return Task.CompletedTask;
        }

        var one = Reference(Event, context.Document!);
        var (placed, viewed) = (Example("order.placed"), Example("product.viewed"));
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "The body may be compressed: `Content-Encoding` gzip or br. An event has at most 64 KB.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchema { OneOf = [one, Several(one)] },
                    Examples = new Dictionary<string, IOpenApiExample>
                    {
                        ["one"] = Named("One event", placed),
                        ["several"] = Named("An array of events", new JsonArray(placed.DeepClone(), viewed)),
                    },
                },
                ["application/x-ndjson"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Description = $"Lines without end, each an event as `#/components/schemas/{Event}` has it.",
                    },
                    Example = $"{placed.ToJsonString()}\n{viewed.ToJsonString()}\n",
                },
            },
        };
        return Task.CompletedTask;
    }

    static OpenApiSchema Several(IOpenApiSchema one) =>
        new() { Type = JsonSchemaType.Array, Items = one, MaxItems = EventIntake.ArrayItemsMax };

    static OpenApiExample Named(string summary, JsonNode value) => new() { Summary = summary, Value = value };

    static JsonObject Example(string type) => EventTypes.Find(type)!.ExampleEvent();

    static OpenApiSchemaReference Reference(string name, OpenApiDocument document) => new(name, document);

    static string NameOf(EventType type) => $"{Event}.{(type.IsCustom ? "custom" : type.Name)}";

    static OpenApiSchema SchemaOf(EventType type, OpenApiDocument document)
    {
        var schema = type.Schema();
        // Here it has another address, by which its references would be resolved, and the document's dialect.
        schema.Remove("$id");
        schema.Remove("$schema");
        return new OpenApiJsonReader()
            .ReadFragment<OpenApiSchema>(schema, OpenApiSpecVersion.OpenApi3_1, document, out _)
            ?? throw new InvalidOperationException($"The schema of {type.Name} cannot be read.");
    }
}
