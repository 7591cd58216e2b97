using Engagement.Admin;
using Engagement.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Silo;

/// <summary>One silo of a cluster: customers, pumps and receivers, without the API; it has an admin listener.</summary>
static class Program
{
    static async Task<int> Main(string[] args)
    {
        try
        {
            using var host = Build(args);
            await host.StartAsync();
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

        builder.Logging.ClearProviders().AddJsonConsole(options =>
        {
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddSilo(settings);
        var host = builder.Build();
        host.Services.OpenStore();
        return host;
    }
}
