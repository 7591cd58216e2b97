using System.Net.Sockets;
using System.Security.Cryptography;
using Engagement.Access;
using Engagement.Admin;
using Engagement.Hosting;
using Engagement.Storage;
using Microsoft.Extensions.Options;

namespace Engagement;

/// <summary>Starts the product, says where it is, and says in one line what keeps it from starting.</summary>
static class Launcher
{
    const string Server = "Microsoft.AspNetCore.Server.Kestrel.Core";

    /// <summary>A misspelt command must not start the product.</summary>
    public static int Refuse(string reason)
    {
        Console.Error.WriteLine(reason);
        return 2;
    }

    public static async Task<int> Run(string[] args)
    {
        WebApplication built;
        try
        {
            built = Product.Build(args);
        }
        catch (UriFormatException)
        {
            await Console.Error.WriteLineAsync(
                "engage: ENGAGE_URL is not an address to listen on, such as http://localhost:8080.");
            return 1;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"engage: the data folder cannot be used: {error.Message}");
            return 1;
        }

        await using var app = built;
        if (Obstacle(app.Services) is { } obstacle)
        {
            await Console.Error.WriteLineAsync($"engage: {obstacle}");
            return 1;
        }

        try
        {
            await app.StartAsync();
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It was told to end before it had begun.
            return 0;
        }
        catch (Exception error) when (WhyNot(error) is not null)
        {
            return await GiveUp(app, error);
        }

        Say(app);
        await app.WaitForShutdownAsync();
        return 0;
    }

    static async Task<int> GiveUp(WebApplication app, Exception error)
    {
        await Console.Error.WriteLineAsync(string.Join('\n', WhyNot(error)!.Select(reason => $"engage: {reason}")));
        if (error is not (OptionsValidationException or AggregateException))
        {
            // The server comes last. What has started before it is told to end: thrown away, it would tell at length
            // what it lacks. Where an option is wrong, nothing has started.
            try
            {
                await app.StopAsync();
            }
            catch (Exception late) when (
                late is AggregateException or OperationCanceledException or InvalidOperationException
                || WhyNot(late) is not null)
            {
                // Why it ends has been said.
            }
        }

        return 1;
    }

    // Several options that are wrong come as one exception that holds the others.
    static IEnumerable<string>? WhyNot(Exception error) => error switch
    {
        OptionsValidationException wrong => wrong.Failures,
        UnfitSettingException or StoreUnavailableException => [error.Message],
        AggregateException { InnerExceptions: var several }
            when several.All(one => one is OptionsValidationException) =>
            several.Cast<OptionsValidationException>().SelectMany(wrong => wrong.Failures),
        // The server names what is missing in its first sentence.
        InvalidOperationException { Source: Server, Message: var message }
            when message.Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
            [$"it cannot listen: {message.Split(". ")[0]}. Name a certificate in Kestrel__Certificates__Default__Path "
                + "and its key in Kestrel__Certificates__Default__KeyPath, or let a proxy speak TLS."],
        InvalidOperationException { Source: Server } or ArgumentException { Source: Server }
            or FormatException { Source: Server } =>
            [$"it cannot listen as the section Kestrel says: {error.Message}"],
        CryptographicException => [$"it cannot use a certificate that the section Kestrel names: {error.Message}"],
        IOException or SocketException => [$"it cannot start: {error.Message}"],
        _ => null,
    };

    static string? Obstacle(IServiceProvider services)
    {
        var url = services.GetRequiredService<Settings>().Url;
        if (ListenAddress.Fault(url) is { } fault)
        {
            return ListenAddress.Explain(fault, url, "ENGAGE_URL");
        }

        try
        {
            // Asking for anything of the store opens it and brings its schema up to date.
            services.GetRequiredService<IStoreHealth>();
            return null;
        }
        catch (Exception error) when (
            error is InvalidOperationException or ArgumentException or StoreUnavailableException)
        {
            return error.Message;
        }
    }

    static void Say(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<Settings>();
        var database = settings.Database is null ? $"SQLite in {settings.DataFolder}" : "PostgreSQL";
        var urls = string.Join(", ", app.Urls);
        Console.WriteLine($"Engagement listens on {urls} | engine: {OrleansSetup.Name} | database: {database}");
        if (app.Services.GetService<AdminListener>() is { } admin)
        {
            Console.WriteLine($"Orleans' dashboard is at {admin.Url}{OrleansDashboard.Path}/");
        }

        var keys = app.Services.GetRequiredService<KeyFile>();
        if (!keys.Exists)
        {
            Console.WriteLine(
                $"Keys and sign-ins: {keys.FilePath} is not there; the API that was the first of this cluster has it. "
                + "If it is lost, stop the cluster and start one process without ENGAGE_CLUSTER on its database: that "
                + "makes a new operator's key.");
        }
        else if (!app.Services.GetRequiredService<FirstStart>().WasFirst)
        {
            Console.WriteLine($"Keys and sign-ins: ./engage keys shows those in {keys.FilePath}.");
        }
        else if (!ConsoleLog.IsRead)
        {
            // Where nobody reads along, this is a log, which others can read later.
            Console.WriteLine(
                $"Workspace '{FirstStart.Demo}': its sign-in and its API key are in {keys.FilePath}; ./engage keys "
                + "shows them.");
        }
        else if (keys.Read()?.Workspaces.GetValueOrDefault(FirstStart.Demo) is { } demo)
        {
            Console.WriteLine($"Workspace '{FirstStart.Demo}': sign in as '{demo.Agent}', password '{demo.Password}'.");
            Console.WriteLine($"Its API key: {demo.Key}");
            Console.WriteLine("./engage keys shows them again. Ctrl-C stops it.");
        }
    }
}
