using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engagement.Tests.Telemetry;

/// <summary>A log grows with what an operator must know, and not with the customers there are.</summary>
public sealed class QuietLogTests
{
    const int Customers = 300;

    [Fact]
    public async Task Customers_that_come_act_and_are_written_to_leave_no_line_each()
    {
        await using var app = await TestApp.Start(settings: ["--Logging:LogLevel:Default=Information"]);
        using var kept = new KeptLog();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(kept);

        await app.Demo.Tell([.. Enumerable.Range(0, Customers).Select(n => Shopping.Placed($"q{n}", $"quiet {n}"))]);
        await app.Demo.Tell([.. Enumerable.Range(0, Customers).Select(n => Shopping.BadReview($"q{n}", $"quiet {n}"))]);
        await app.Demo.Alert($"q{Customers - 1}");
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Engagement.Test").LogWarning("The last line.");

        var lines = kept.Lines.ToList();
        Assert.Contains(lines, line => line.Contains("The last line.", StringComparison.Ordinal));
        Assert.True(lines.Count < 10, string.Join('\n', lines.Take(20)));
        Assert.DoesNotContain(lines, line => line.StartsWith("Information Polly", StringComparison.Ordinal)
            || line.StartsWith("Information Orleans", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Polly")]
    [InlineData("Orleans.Runtime.Placement.PlacementService")]
    public async Task What_the_engine_does_for_each_customer_is_told_from_warnings_up(string category)
    {
        await using var app = await TestApp.Start(settings: ["--Logging:LogLevel:Default=Information"]);
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        Assert.False(log.IsEnabled(LogLevel.Information));
        Assert.True(log.IsEnabled(LogLevel.Warning));
    }

    [Theory]
    [InlineData("Orleans.Runtime.CallbackData", LogLevel.Warning)]
    [InlineData("Orleans.Messaging", LogLevel.Warning)]
    [InlineData("Orleans.Runtime.Scheduler.WorkItemGroup", LogLevel.Warning)]
    [InlineData("Engagement.Storage.GrainState.GrainStorage", LogLevel.Critical)]
    [InlineData("Engagement.Hosting.OrleansSetup.TextKeys", LogLevel.Critical)]
    public async Task What_names_a_customer_is_not_told(string category, LogLevel level)
    {
        await using var app = await TestApp.Start();

        Assert.False(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level));
    }
}
