using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
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

    [Fact]
    public async Task It_says_whether_a_silo_could_listen_and_whether_a_cluster_could_have_a_database()
    {
        var said = await Doctor(null, "http://127.0.0.1:0");

        Assert.Contains("ok    admin        http://127.0.0.1:0 is free", said, StringComparison.Ordinal);
        Assert.Contains("ok    PostgreSQL   its server programs are ", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop", "look  admin        http://127.0.0.1:PORT is taken by another program")]
    [InlineData("", "ok    admin        http://127.0.0.1:PORT cannot be listened on (AddressAlreadyInUse), and need")]
    public async Task A_taken_admin_port_is_a_fault_where_it_is_needed(string cluster, string line)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        Assert.Contains(
            line.Replace("PORT", $"{port}", StringComparison.Ordinal),
            await Doctor(null, $"http://127.0.0.1:{port}", cluster),
            StringComparison.Ordinal);
    }

    string Write(byte[] bytes)
    {
        var file = Path.Combine(_folder, "zones.nzd");
        File.WriteAllBytes(file, bytes);
        return file;
    }

    async Task<string> Doctor(string? zones, string admin = "off", string cluster = "")
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Engagement.Api.dll");
        var start = new ProcessStartInfo("dotnet", [program, "doctor"]) { RedirectStandardOutput = true };
        start.Environment["ENGAGE_DATA"] = _folder;
        start.Environment["ENGAGE_ADMIN"] = admin;
        start.Environment["ENGAGE_CLUSTER"] = cluster;
        start.Environment["ENGAGE_DATABASE"] = cluster.Length > 0 ? "Host=127.0.0.1;Port=1;Database=x;Timeout=1" : "";
        start.Environment["ENGAGE_TZDB"] = zones ?? "";
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said;
    }
}
