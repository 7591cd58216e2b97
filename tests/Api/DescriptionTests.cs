using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Events;
using Engagement.Schema;
using Engagement.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Api;

/// <summary>The API says what it is, to machines and to people, and leaves no route out.</summary>
public sealed partial class DescriptionTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_a_tag_and_says_whom_it_lets_in()
    {
        var description = await product.App.Anybody.Json("/openapi/v1.json");
        Assert.StartsWith("3.1", description.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = description.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (path.Name, operation.Value)))
            .ToList();
        Assert.True(operations.Count > 30, $"Only {operations.Count} operations are described.");
        Assert.All(operations, operation =>
        {
            Assert.NotEqual("", operation.Value.GetProperty("operationId").GetString());
            Assert.NotEqual("", operation.Value.GetProperty("summary").GetString());
            Assert.Equal(1, operation.Value.GetProperty("tags").GetArrayLength());
            Assert.Equal(JsonValueKind.Array, operation.Value.GetProperty("security").ValueKind);
        });
    }

    [Fact]
    public async Task What_is_taken_in_says_how_it_is_refused()
    {
        var description = await product.App.Anybody.Json("/openapi/v1.json");
        var operations = description.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => operation.Value))
            .ToList();
        var bodies = operations.Where(operation => operation.TryGetProperty("requestBody", out _)).ToList();
        var queries = operations.Where(Asks).ToList();

        Assert.True(bodies.Count >= 12, $"{bodies.Count} operations take a body.");
        Assert.All(bodies, operation => Assert.Empty(Unsaid(operation, "400", "413", "415")));
        Assert.True(queries.Count >= 8, $"{queries.Count} operations take a query.");
        Assert.All(queries, operation => Assert.Empty(Unsaid(operation, "400")));
        var refused = bodies[0].GetProperty("responses").GetProperty("413").GetProperty("content");
        Assert.Equal(
            "#/components/schemas/ProblemDocument",
            refused.GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());

        static bool Asks(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
            && parameters.EnumerateArray().Any(parameter => parameter.GetProperty("in").GetString() == "query");

        static IEnumerable<string> Unsaid(JsonElement operation, params string[] statuses) =>
            statuses.Where(status => !operation.GetProperty("responses").TryGetProperty(status, out _))
                .Select(status => $"{operation.GetProperty("operationId")}: {status}");
    }

    [NodeFact]
    public async Task The_description_passes_the_recommended_rules_of_a_linter()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("engagement-openapi-").FullName, "v1.json");
        await File.WriteAllTextAsync(file, (await product.App.Anybody.Json("/openapi/v1.json")).GetRawText());

        // What is for anybody and takes nothing has no 4xx answer to describe.
        using var linter = await Node.Start(
            await Node.Package("@redocly", "cli", "bin", "cli.js"),
            "lint", file, "--extends=recommended", "--format=json",
            "--skip-rule=operation-4xx-response", "--skip-rule=info-license");
        linter.StandardInput.Close();
        var complaints = linter.StandardError.ReadToEndAsync();
        var said = await linter.StandardOutput.ReadToEndAsync();
        await linter.WaitForExitAsync();
        Assert.True(linter.ExitCode == 0, said + await complaints);
        var totals = JsonDocument.Parse(said[said.IndexOf('{', StringComparison.Ordinal)..]).RootElement
            .GetProperty("totals");
        Assert.True(totals.GetProperty("errors").GetInt32() + totals.GetProperty("warnings").GetInt32() == 0, said);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task Sending_events_is_described_down_to_the_members_of_each_type()
    {
        var description = await product.App.Anybody.Json("/openapi/v1.json");
        var body = description.GetProperty("paths").GetProperty("/v1/events").GetProperty("post")
            .GetProperty("requestBody").GetProperty("content");
        var json = body.GetProperty("application/json");
        var forms = json.GetProperty("schema").GetProperty("oneOf");
        const string Event = "#/components/schemas/Event";
        Assert.Equal(Event, forms[0].GetProperty("$ref").GetString());
        Assert.Equal(Event, forms[1].GetProperty("items").GetProperty("$ref").GetString());
        Assert.Equal(2, json.GetProperty("examples").EnumerateObject().Count());
        Assert.Contains("\n", body.GetProperty("application/x-ndjson").GetProperty("example").GetString(),
            StringComparison.Ordinal);

        var schemas = description.GetProperty("components").GetProperty("schemas");
        var types = schemas.GetProperty("Event").GetProperty("oneOf").EnumerateArray()
            .Select(type => type.GetProperty("$ref").GetString()!.Split('/')[^1])
            .ToList();
        Assert.Equal(EventTypes.All.Length, types.Count);
        foreach (var (type, name) in EventTypes.All.Zip(types))
        {
            var told = schemas.GetProperty(name).GetProperty("properties");
            Assert.Equal(type.IsCustom, !told.GetProperty("type").TryGetProperty("const", out var word));
            Assert.Equal(type.IsCustom ? null : type.Name, type.IsCustom ? null : word.GetString());
            Assert.Equal(
                (type.Data as DataSchema.Members)?.All.Select(member => member.Name),
                type.IsCustom ? null
                    : told.GetProperty("data").GetProperty("properties").EnumerateObject().Select(p => p.Name));
        }
    }

    [Theory]
    [InlineData("CustomerLine", "lastSeenAt")]
    [InlineData("CustomerState", "nextDue")]
    [InlineData("OrderState", "placedAt")]
    public async Task Instants_are_described_as_such(string schema, string member)
    {
        var description = await product.App.Anybody.Json("/openapi/v1.json");
        var told = description.GetProperty("components").GetProperty("schemas").GetProperty(schema)
            .GetProperty("properties").GetProperty(member);
        Assert.Equal("date-time", told.GetProperty("format").GetString());
        Assert.Contains("string", told.GetProperty("type").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_for_people_names_every_route()
    {
        var page = File.ReadAllText(Repository.At("docs", "api.md"));
        var missing = product.App.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(method => $"{method} /{Plain(endpoint.RoutePattern.RawText!)}"))
            .Where(route => !route.Contains("/hubs/", StringComparison.Ordinal))
            .Where(route => !page.Contains($"`{route}`", StringComparison.Ordinal))
            .ToList();
        Assert.True(missing.Count == 0, $"docs/api.md does not name: {string.Join(", ", missing)}");
    }

    // A route's constraints are no part of its address.
    static string Plain(string pattern) => Constraint().Replace(pattern.Trim('/'), "}");

    [GeneratedRegex(@":[a-z]+\}")]
    private static partial Regex Constraint();
}
