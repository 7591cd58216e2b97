using System.Text.Json;
using System.Text.RegularExpressions;
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
