using System.Diagnostics;
using Engagement.Tests.Support;
using Engagement.Time;

namespace Engagement.Tests.Api;

/// <summary>What <c>doctor</c> says of the time zones that customers' clocks go by.</summary>
public sealed class DoctorTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("engagement-doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_names_the_release_of_the_time_zones_that_are_built_in() => Assert.Contains(
        $"ok    time zones   IANA {ZoneDatabase.Current.Version}, from the build", await Doctor(null),
        StringComparison.Ordinal);

    [Fact]
    public async Task It_names_the_release_in_the_file_that_is_set()
    {
        var file = Write(NewerZones.File);

        Assert.Contains(
            $"ok    time zones   IANA {NewerZones.Version}, from {file}", await Doctor(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_when_the_file_that_is_set_is_none()
    {
        var file = Write([0, 1, 2]);

        Assert.Contains(
            $"look  time zones   ENGAGE_TZDB is '{file}', which cannot be used: It is no compiled time zone database",
            await Doctor(file),
            StringComparison.Ordinal);
    }

    string Write(byte[] bytes)
    {
        var file = Path.Combine(_folder, "zones.nzd");
        File.WriteAllBytes(file, bytes);
        return file;
    }

    async Task<string> Doctor(string? zones)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Engagement.Api.dll");
        var start = new ProcessStartInfo("dotnet", [program, "doctor"]) { RedirectStandardOutput = true };
        start.Environment["ENGAGE_DATA"] = _folder;
        start.Environment["ENGAGE_DATABASE"] = "";
        start.Environment["ENGAGE_TZDB"] = zones ?? "";
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said;
    }
}
