using Engagement.Health;
using Engagement.Storage;
using Engagement.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engagement.Tests.Api;

/// <summary>Whoever watches the product hears how it is, above all when it is not well.</summary>
public sealed class HealthTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    // Authentication asks the database, and stands behind the routing that these two addresses end at.
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public void A_key_sent_along_is_not_looked_at(string path)
    {
        var endpoint = product.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Single(route => route.RoutePattern.RawText == path);

        Assert.Contains(endpoint.Metadata, item => item.GetType().Name == "ShortCircuitMetadata");
    }

    [Fact]
    public async Task Where_the_database_is_stays_in_the_log()
    {
        var checks = new DatabaseChecks(
            new Away("Failed to connect to 10.0.0.7:5432"), null!, null!, TimeProvider.System,
            NullLogger<DatabaseChecks>.Instance);

        var check = Assert.Single(await checks.Look(default));

        Assert.Equal(
            ("database", false, "The database cannot be reached."),
            (check.Name, check.IsHealthy, check.Description));
    }

    sealed class Away(string problem) : IStoreHealth
    {
        public ValueTask<string?> Problem(CancellationToken cancellation) => new(problem);
    }
}
