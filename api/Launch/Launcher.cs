using System.Net;
using System.Net.Sockets;
using Engagement.Access;
using Engagement.Hosting;
using Engagement.Storage;
using Microsoft.Extensions.Options;

namespace Engagement;

/// <summary>Starts the product, says where it is, and says in one line what keeps it from starting.</summary>
static class Launcher
{
    /// <summary>A misspelt command must not start the product.</summary>
    public static int Refuse(string command)
    {
        Console.Error.WriteLine($"engage: there is no command '{command}'. ./engage --help lists them.");
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
        catch (Exception error) when (WhyNot(error) is not null)
        {
            await Console.Error.WriteLineAsync(string.Join('\n', WhyNot(error)!.Select(reason =>
                $"engage: {reason}")));
            return 1;
        }

        Say(app);
        await app.WaitForShutdownAsync();
        return 0;
    }

    // Several options that are wrong come as one exception that holds the others.
    static IEnumerable<string>? WhyNot(Exception error) => error switch
    {
        OptionsValidationException wrong => wrong.Failures,
        UnfitSettingException unfit => [unfit.Message],
        AggregateException { InnerExceptions: var several }
            when several.All(one => one is OptionsValidationException) =>
            several.Cast<OptionsValidationException>().SelectMany(wrong => wrong.Failures),
        IOException or SocketException => [$"it cannot start: {error.Message}"],
        _ => null,
    };

    static string? Obstacle(IServiceProvider services)
    {
        var url = services.GetRequiredService<Settings>().Url;
        if (AddressFault(url) is { } fault)
        {
            return Explain(fault, url);
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

    /// <summary>
    /// Why the address cannot be listened on; null when it can. Looked at beforehand: the server finds out only after
    /// everything else has started, and tells it at length.
    /// </summary>
    internal static SocketError? AddressFault(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Port == 0)
        {
            return null;
        }

        var at = IPAddress.TryParse(url.Host, out var given) ? given
            : url.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.Any;
        try
        {
            using var probe = new TcpListener(at, url.Port);
            probe.Start();
            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }

    /// <summary>The fault in a sentence, with what to do about it.</summary>
    internal static string Explain(SocketError fault, string url) => fault switch
    {
        SocketError.AddressAlreadyInUse =>
            $"{url} is taken by another program. Stop that one, or set ENGAGE_URL to another address.",
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported =>
            $"{url} is no address of this machine. Set ENGAGE_URL to one that it has, or to http://*:8080 for all of "
            + "them.",
        SocketError.AccessDenied =>
            $"This user may not listen on {url}. Set ENGAGE_URL to a port from 1024 on, or let them.",
        _ => $"{url} cannot be listened on ({fault}). Set ENGAGE_URL to another address.",
    };

    static void Say(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<Settings>();
        var database = settings.Database is null ? $"SQLite in {settings.DataFolder}" : "PostgreSQL";
        var urls = string.Join(", ", app.Urls);
        Console.WriteLine($"Engagement listens on {urls} | engine: {OrleansSetup.Name} | database: {database}");
        var keys = app.Services.GetRequiredService<KeyFile>().Read();
        if (keys?.Workspaces.GetValueOrDefault(FirstStart.Demo) is { } demo)
        {
            Console.WriteLine($"Workspace '{FirstStart.Demo}': sign in as '{demo.Agent}', password '{demo.Password}'.");
            Console.WriteLine($"Its API key: {demo.Key}");
        }
    }
}
