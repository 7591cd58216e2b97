using System.Net;
using Engagement.Admin;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Telemetry;

/// <summary>
/// Orleans' dashboard: only where it is asked for, only at the admin listener, and nothing of customers.
/// </summary>
public sealed class DashboardTests(ShownDashboard shown) : IClassFixture<ShownDashboard>
{
    const string Customer = ShownDashboard.Customer;

    [Fact]
    public async Task It_is_off_unless_it_is_asked_for()
    {
        await using var app = await TestApp.Start();

        Assert.Null(app.Services.GetService<AdminListener>());
        Assert.DoesNotContain("Orleans Dashboard", await Text(app.Anybody, "/dashboard/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_shown_at_the_admin_listener_and_not_where_the_api_is()
    {
        using var page = await Get(shown.Admin, "/dashboard/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        await Probe.Within(Counted(shown.Admin, "CustomerGrain"), "a count of customers at the dashboard");

        Assert.DoesNotContain(
            "CustomerGrain", await Text(shown.App.Operator, "/dashboard/DashboardCounters"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"/dashboard/GrainState?grainId=demo/{Customer}&grainType=Engagement.Customers.CustomerGrain", 404)]
    [InlineData($"/DASHBOARD/grainstate?grainId=demo/{Customer}&grainType=Engagement.Customers.CustomerGrain", 404)]
    [InlineData("/dashboard/Reminders", 404)]
    [InlineData("/dashboard/Reminders/1", 404)]
    [InlineData("/dashboard/Trace", 403)]
    public async Task Neither_states_nor_reminders_nor_the_log_are_shown(string path, int status)
    {
        using var answer = await Get(shown.Admin, path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.DoesNotContain(Customer, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dashboard/DashboardCounters")]
    [InlineData("/dashboard/ClusterStats")]
    [InlineData("/dashboard/TopGrainMethods")]
    [InlineData("/dashboard/GrainStats/Engagement.Customers.CustomerGrain")]
    public async Task What_is_shown_names_no_customer(string path)
    {
        using var answer = await Get(shown.Admin, path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(Customer, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/livez", "\"alive\"")]
    [InlineData("/readyz", "\"It is active.\"")]
    [InlineData("/metrics", "engagement_step_duration_seconds")]
    public async Task The_listener_answers_probes_and_scrapes_of_this_machine_without_a_key(string path, string said)
    {
        using var answer = await Get(shown.Admin, path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strangers_name_that_leads_to_loopback_reads_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/metrics", UriKind.Relative));
        request.Headers.Host = "rebound.example.com";
        using var answer = await shown.Admin.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    static Task<HttpResponseMessage> Get(HttpClient client, string path) =>
        client.GetAsync(new Uri(path, UriKind.Relative));

    // It counts at intervals of its own, so the first look may come before the first count.
    static async Task Counted(HttpClient client, string grain)
    {
        using var patience = new CancellationTokenSource(Probe.PatienceMax);
        while (!(await Text(client, "/dashboard/DashboardCounters")).Contains(grain, StringComparison.Ordinal))
        {
            await Task.Delay(100, patience.Token);
        }
    }

    static async Task<string> Text(HttpClient client, string path)
    {
        using var answer = await Get(client, path);
        return await answer.Content.ReadAsStringAsync();
    }
}

/// <summary>A product in one process that was asked for the dashboard, and a customer that it must not show.</summary>
public sealed class ShownDashboard : IAsyncLifetime, IDisposable
{
    public const string Customer = "shown-to-nobody";

    TestApp? _app;
    HttpClient? _admin;

    internal TestApp App => _app!;

    internal HttpClient Admin => _admin!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.Start(settings: ["--ENGAGE_ADMIN=http://127.0.0.1:0", "--ENGAGE_DASHBOARD=on"]);
        _admin = new() { BaseAddress = new(_app.Services.GetRequiredService<AdminListener>().Url) };
        await _app.Demo.Tell(Shopping.BadReview(Customer, "r1"));
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();

    public void Dispose() => _admin?.Dispose();
}
