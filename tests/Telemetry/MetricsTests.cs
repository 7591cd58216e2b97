using System.Net;
using Engagement.FollowUps;
using Engagement.Storage;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Telemetry;

/// <summary>What docs/operations.md says is measured is what a running product tells, by name and kind.</summary>
public sealed class MetricsTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    [Fact]
    public async Task Every_metric_of_the_products_own_is_in_a_scrape_after_some_traffic()
    {
        Assert.Empty(MetricsTable.Missing("The product's own", await Scrape()));
    }

    [Fact]
    public async Task No_metric_of_the_products_own_is_left_out_of_the_page()
    {
        var own = MetricsTable.In(await Scrape()).Keys
            .Where(name => name.StartsWith("engagement_", StringComparison.Ordinal));

        Assert.Equal(MetricsTable.Under("The product's own").Keys.Order(), own.Order());
    }

    [Fact]
    public async Task A_histogram_of_seconds_has_buckets_in_which_seconds_differ()
    {
        Assert.Contains(
            "engagement_step_duration_seconds_bucket{step=\"3 decide\",le=\"0.001\"}", await Scrape(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_for_the_operator_alone()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(product.App.Anybody));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(product.App.Demo));
        Assert.Equal(HttpStatusCode.OK, await Status(product.App.Operator));

        static async Task<HttpStatusCode> Status(HttpClient client)
        {
            using var answer = await client.GetAsync(new Uri("/metrics", UriKind.Relative));
            return answer.StatusCode;
        }
    }

    /// <summary>Some of everything that is measured happens, and then it is read.</summary>
    async Task<string> Scrape()
    {
        var app = product.App;
        await app.Demo.Tell(Shopping.Placed("measured", "measured"), Shopping.BadReview("measured", "measured"));
        var alert = await app.Demo.Alert("measured");
        using var acted = await app.Demo.Send(HttpMethod.Post, $"/v1/alerts/{alert}/claim");
        await app.Services.GetRequiredService<CustomerWakes>()
            .Wake(new DueCustomer(new("demo", "measured"), TimeProvider.System.GetUtcNow(), 0));
        return await app.Operator.GetStringAsync(new Uri("/metrics", UriKind.Relative));
    }
}
