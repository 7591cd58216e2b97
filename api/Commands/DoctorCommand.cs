using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Engagement.Hosting;
using Engagement.Time;
using Npgsql;

namespace Engagement.Commands;

/// <summary><c>doctor</c>: what is there, what is not, and what to do about it.</summary>
static class DoctorCommand
{
    const long FreeBytesMin = 1L << 30;

    public static async Task<int> Run(Settings settings)
    {
        var findings = new List<Finding>
        {
            new(true, ".NET", RuntimeInformation.FrameworkDescription),
            new(true, "engine", OrleansSetup.Name),
            await Node(),
            TimeZones(settings),
            DataFolder(settings),
            await Database(settings),
            await Address(settings),
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

    static async Task<Finding> Address(Settings settings)
    {
        using var http = new HttpClient { BaseAddress = new(settings.PublicUrl), Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
            var said = await answer.Content.ReadAsStringAsync();
            return said.Contains("\"checks\"", StringComparison.Ordinal)
                ? new(answer.IsSuccessStatusCode, "address", $"{settings.PublicUrl} is served by Engagement: {said}")
                : new(false, "address", $"{settings.PublicUrl} is taken by another program: stop it or set ENGAGE_URL");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return ListenAddress.Fault(settings.Url) is { } fault
                ? new(false, "address", ListenAddress.Explain(fault, settings.Url, "ENGAGE_URL"))
                : new(true, "address", $"{settings.PublicUrl} is free");
        }
    }

    static Finding Pages() => File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html"))
        ? new(true, "console", "built")
        : new(false, "console", "not built: install Node and build again; the API works without it");

    /// <param name="Says">What was found and, where it is not fine, what to do.</param>
    sealed record Finding(bool Fine, string What, string Says);
}
