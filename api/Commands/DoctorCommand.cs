using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Engagement.Admin;
using Engagement.Hosting;
using Engagement.Time;
using Npgsql;

namespace Engagement.Commands;

/// <summary><c>doctor</c>: what is there, what is not, and what to do about it.</summary>
static class DoctorCommand
{
    const long FreeBytesMin = 1L << 30;

    public static async Task<int> Run(Settings settings, IConfiguration configuration)
    {
        var findings = new List<Finding>
        {
            new(true, ".NET", RuntimeInformation.FrameworkDescription),
            new(true, "engine", OrleansSetup.Name),
            await Node(),
            TimeZones(settings),
            DataFolder(settings),
            await Database(settings),
            OwnDatabase(),
            await Address(settings),
            await Admin(configuration, isNeeded: settings.Cluster is not null),
            Pages(),
        };
        foreach (var finding in findings)
        {
            Console.WriteLine($"{(finding.Fine ? "ok  " : "look")}  {finding.What,-12} {finding.Says}");
        }

        return findings.All(finding => finding.Fine) ? 0 : 1;
    }

    static async Task<Finding> Node()
    {
        try
        {
            var start = new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true };
            using var node = Process.Start(start)!;
            var version = (await node.StandardOutput.ReadToEndAsync()).Trim();
            await node.WaitForExitAsync();
            return new(true, "Node", version);
        }
        catch (Win32Exception)
        {
            return new(false, "Node", "not found: install Node 20.19 or newer, or do without the console");
        }
    }

    static Finding TimeZones(Settings settings)
    {
        try
        {
            TimeZoneFile.Use(settings);
            return new(
                true, "time zones", $"IANA {ZoneDatabase.Current.Version}, from {settings.TimeZones ?? "the build"}");
        }
        catch (UnfitSettingException unfit)
        {
            return new(false, "time zones", unfit.Message);
        }
    }

    static Finding DataFolder(Settings settings)
    {
        try
        {
            Directory.CreateDirectory(settings.DataFolder);
            var probe = Path.Combine(settings.DataFolder, ".doctor");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            var free = new DriveInfo(settings.DataFolder).AvailableFreeSpace;
            return free > FreeBytesMin
                ? new(true, "data folder", $"{settings.DataFolder}, {free >> 20} MB free")
                : new(false, "data folder", $"{settings.DataFolder} has only {free >> 20} MB free: make room");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(false, "data folder", $"{error.Message} Set ENGAGE_DATA to a folder that can be written.");
        }
    }

    static async Task<Finding> Database(Settings settings)
    {
        if (settings.Database is null)
        {
            return new(true, "database", "SQLite in the data folder; ENGAGE_DATABASE chooses PostgreSQL");
        }

        try
        {
            await using var connection = new NpgsqlConnection(settings.Database);
            await connection.OpenAsync();
            return connection.PostgreSqlVersion.Major >= 15
                ? new(true, "database", $"PostgreSQL {connection.ServerVersion}")
                : new(false, "database", $"PostgreSQL {connection.ServerVersion}: 15 or newer is needed");
        }
        catch (Exception error) when (error is NpgsqlException or ArgumentException)
        {
            return new(false, "database", $"PostgreSQL does not answer: {error.Message} Look at ENGAGE_DATABASE.");
        }
    }

    // Nobody else needs them, so their absence is no fault.
    static Finding OwnDatabase() => new(true, "PostgreSQL", OwnPostgres.Missing is null
        ? "its server programs are there: ./engage cluster can start a database of its own"
        : "its server programs are not installed; ./engage cluster needs them where ENGAGE_DATABASE is not set: "
            + "apt-get install postgresql, brew install postgresql");

    static async Task<Finding> Admin(IConfiguration configuration, bool isNeeded)
    {
        const string Users = "a silo of its own listens there, and one process only with the dashboard";
        try
        {
            var place = AdminPlace.Of(configuration);
            if (place.At is null)
            {
                return new(true, "admin", "off");
            }

            return await IsAdmin(place.Url) ? new(true, "admin", $"{place.Url} is served by Engagement")
                : ListenAddress.Fault(place.Url) is not { } fault ? new(true, "admin", $"{place.Url} is free; {Users}")
                : isNeeded || place.Dashboard
                    ? new(false, "admin", ListenAddress.Explain(fault, place.Url, AdminPlace.AddressName))
                : new(true, "admin", $"{place.Url} cannot be listened on ({fault}), and need not: {Users}");
        }
        catch (UnfitSettingException unfit)
        {
            return new(false, "admin", unfit.Message);
        }
    }

    static async Task<bool> IsAdmin(string url)
    {
        using var http = new HttpClient { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
            return (await answer.Content.ReadAsStringAsync()).Contains("\"checks\"", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    static async Task<Finding> Address(Settings settings)
    {
        using var http = new HttpClient { BaseAddress = new(settings.LocalUrl), Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
            var said = await answer.Content.ReadAsStringAsync();
            return said.Contains("\"checks\"", StringComparison.Ordinal)
                ? new(answer.IsSuccessStatusCode, "address", $"{settings.LocalUrl} is served by Engagement: {said}")
                : new(false, "address", $"{settings.LocalUrl} is taken by another program: stop it or set ENGAGE_URL");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return ListenAddress.Fault(settings.Url) is { } fault
                ? new(false, "address", ListenAddress.Explain(fault, settings.Url, "ENGAGE_URL"))
                : new(true, "address", $"{settings.LocalUrl} is free");
        }
    }

    static Finding Pages() => File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html"))
        ? new(true, "console", "built")
        : new(false, "console", "not built: install Node and build again; the API works without it");

    /// <param name="Says">What was found and, where it is not fine, what to do.</param>
    sealed record Finding(bool Fine, string What, string Says);
}
