using Engagement.Admin;
using Engagement.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Engagement.Silo;

/// <summary>One silo of a cluster: customers, pumps and receivers, without the API; it has an admin listener.</summary>
static class Program
{
    const string Help =
        """
        Engagement.Silo [--config FILE] [--NAME=VALUE]...

        One silo of a cluster. ENGAGE_CLUSTER and ENGAGE_DATABASE say which; docs/operations.md has what else it takes,
        docs/configuration.md every setting and how a file holds them.
        """;

    static async Task<int> Main(string[] args)
    {
        if (args.Any(arg => arg is "-h" or "--help"))
        {
            Console.WriteLine(Help);
            return 0;
        }

        if (GivenSettings.Flaw(args) is { } flaw)
        {
            await Console.Error.WriteLineAsync(flaw);
            return 2;
        }

        try
        {
            using var host = Build(args);
            await Start(host);
            var admin = host.Services.GetService<AdminListener>()?.Url ?? "off";
            Console.WriteLine($"{host.Services.SiloStands()} | engine: {OrleansSetup.Name} | admin: {admin}");
            await host.WaitForShutdownAsync();
            return 0;
        }
        catch (OperationCanceledException)
        {
            // It was told to end before it had begun.
            return 0;
        }
        catch (Exception error) when (SiloObstacles.WhyNot(error) is { } reason)
        {
            await Console.Error.WriteLineAsync($"engage: {reason}");
            return 1;
        }
    }

    // What has started before what fails is told to end: others would go on asking a silo that nobody is in.
    internal static async Task Start(IHost host)
    {
        try
        {
            await host.StartAsync();
        }
        catch
        {
            try
            {
                await host.StopAsync();
            }
            catch (Exception late) when (
                late is AggregateException or OperationCanceledException || SiloObstacles.WhyNot(late) is not null)
            {
                // Why it ends is said of the start.
            }

            throw;
        }
    }

    static IHost Build(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        ConfigFile.Add(builder.Configuration);
        var settings = Settings.Of(builder.Configuration);
        TimeZoneFile.Use(settings);
        if (settings.Cluster is { } place)
        {
            SiloObstacles.CheckPorts(place);
        }

        ConsoleLog.Add(builder.Logging, builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddSilo(settings);
        var host = builder.Build();
        host.Services.OpenStore();
        return host;
    }
}
