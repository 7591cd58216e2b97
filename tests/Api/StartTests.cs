using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Engagement.Access;
using Engagement.Events;
using Engagement.Hosting;
using Engagement.Problems;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Engagement.Tests.Api;

/// <summary>What keeps the product from starting is said in one line, and the exit says that it did not.</summary>
public sealed class StartTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    [Fact]
    public async Task A_taken_port_is_one_clear_line() => Assert.Equal(
        $"engage: {Address} is taken by another program, Engagement itself perhaps: ./engage doctor says. Stop that "
            + "one, or set ENGAGE_URL to another address.",
        await Start(Address, Path.Combine(product.App.Folder, "elsewhere")));

    [Fact]
    public async Task A_data_folder_that_another_process_has_is_one_clear_line() => Assert.Contains(
        "One process at a time may write it: stop the other one, or choose another folder.",
        await Start("http://127.0.0.1:0", product.App.Folder),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_database_that_does_not_answer_is_one_clear_line() => Assert.StartsWith(
        "engage: ",
        await Start(
            "http://127.0.0.1:0",
            Path.Combine(product.App.Folder, "elsewhere"),
            "Host=127.0.0.1;Port=1;Database=none;Username=nobody;Timeout=2"),
        StringComparison.Ordinal);

    [Fact]
    public async Task An_address_that_this_machine_has_not_is_one_clear_line() => Assert.Equal(
        "engage: http://192.0.2.1:18099 is no address of this machine. Set ENGAGE_URL to one that it has, or to "
        + "http://*:8080 for all of them.",
        await Start("http://192.0.2.1:18099", Path.Combine(product.App.Folder, "elsewhere")));

    [Theory]
    [InlineData("Email__Security", "Foo", "Email:Security cannot be read: it may be None, Tls or StartTls.")]
    [InlineData("Email__Port", "many", "Email:Port cannot be read: it takes a whole number.")]
    [InlineData("Email__Port", "0", "Email:Port: The field Port must be between 1 and 65535.")]
    [InlineData("Outbox__Lease", "long", "Outbox:Lease cannot be read: it takes a time such as 00:00:30.")]
    [InlineData("Intake__WaitMax", "long", "Intake:WaitMax cannot be read: it takes a time such as 00:00:30.")]
    [InlineData("Logging__LogLevel__Default", "Loud",
        "Logging:LogLevel:Default is 'Loud': it may be Trace, Debug, Information, Warning, Error, Critical, None.")]
    [InlineData("Kestrel__Endpoints__x__Url", "nope",
        "Kestrel:Endpoints:x:Url is 'nope': give an address to listen on, such as http://localhost:8080.")]
    [InlineData("Email__Host", "127.0.0.1",
        "Email:Host is set, but Email:From is not: set it to the address that letters come from.")]
    [InlineData("Email__Authority", "/dev/null",
        "Email:Authority names a file without a certificate: '/dev/null'. Set it to the authority's certificate "
        + "as PEM.")]
    public async Task An_option_that_cannot_be_is_one_clear_line(string name, string value, string line) =>
        Assert.Equal(
            $"engage: {line}",
            await Start("http://127.0.0.1:0", Path.Combine(product.App.Folder, "optional"), setting: (name, value)));

    [Theory]
    [InlineData(SocketError.AddressAlreadyInUse, "is taken by another program")]
    [InlineData(SocketError.AddressNotAvailable, "is no address of this machine")]
    [InlineData(SocketError.AccessDenied, "This user may not listen on http://localhost:80")]
    [InlineData(SocketError.NetworkDown, "cannot be listened on (NetworkDown)")]
    public void An_address_that_cannot_be_listened_on_is_told_with_what_to_do(SocketError fault, string said)
    {
        var line = ListenAddress.Explain(fault, "http://localhost:80", "ENGAGE_URL");

        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.True(line.Contains("ENGAGE_URL", StringComparison.Ordinal) && !line.Contains('\n'), line);
    }

    [Fact]
    public async Task An_address_that_is_none_is_one_clear_line() => Assert.Equal(
        "engage: ENGAGE_URL is not an address to listen on, such as http://localhost:8080.",
        await Start("nonsense", Path.Combine(product.App.Folder, "elsewhere")));

    /// <summary>Who has made a certificate for trying things out keeps it at home; here nobody has.</summary>
    [Fact]
    public async Task An_address_that_needs_a_certificate_is_one_clear_line_where_there_is_none()
    {
        var said = await Start(
            "https://127.0.0.1:0",
            Path.Combine(product.App.Folder, "elsewhere"),
            setting: ("HOME", Directory.CreateDirectory(Path.Combine(product.App.Folder, "home")).FullName));

        Assert.StartsWith("engage: it cannot listen: ", said, StringComparison.Ordinal);
        Assert.Contains("Kestrel__Certificates__Default__Path", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("Host=db;Password=secret;Colour=red")]
    [InlineData("Host=db;Password=secret;Port=many")]
    [InlineData("postgres://me:secret@db/engagement")]
    [InlineData("Password=secret")]
    public async Task A_connection_string_that_is_none_is_named_and_not_shown(string database)
    {
        var said = await Start("http://127.0.0.1:0", Path.Combine(product.App.Folder, "elsewhere"), database);

        Assert.StartsWith("engage: ENGAGE_DATABASE is not a connection string", said, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
        Assert.DoesNotContain("garbage", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_cannot_be_is_one_clear_line() => Assert.Equal(
        "engage: ENGAGE_CLUSTER is 'shop' and ENGAGE_DATABASE is not set: the processes of a cluster meet in "
        + "PostgreSQL. Set both, or neither.",
        await Start("http://127.0.0.1:0", product.App.Folder, setting: ("ENGAGE_CLUSTER", "shop")));

    [Fact]
    public async Task Time_zones_that_cannot_be_read_are_one_clear_line() => Assert.StartsWith(
        "engage: ENGAGE_TZDB is '/dev/null', which cannot be used: It is no compiled time zone database (.nzd)",
        await Start("http://127.0.0.1:0", product.App.Folder, setting: ("ENGAGE_TZDB", "/dev/null")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Intake__EventsUnderWayMax", "10", "engage: Intake:EventsUnderWayMax must be at least 1000")]
    [InlineData("Intake__WaitMax", "00:00:00", "engage: Intake:WaitMax must be ")]
    [InlineData("Intake__WaitMax", "2", "engage: Intake:WaitMax must be ")]
    public async Task A_bound_of_the_intake_that_cannot_be_is_one_clear_line(string name, string value, string said) =>
        Assert.StartsWith(
            said,
            await Start("http://127.0.0.1:0", Path.Combine(product.App.Folder, "unfit"), setting: (name, value)),
            StringComparison.Ordinal);

    [Fact]
    public async Task Settings_of_the_intake_take_effect()
    {
        await using var app = await TestApp.Start(
            settings: ["--Intake:EventsUnderWayMax=2000", "--Intake:WaitMax=00:00:05"]);
        Assert.Equal(
            TimeSpan.FromSeconds(5), app.Services.GetRequiredService<IOptions<IntakeOptions>>().Value.WaitMax);

        using (app.Services.GetRequiredService<Admission>().Share(FirstStart.Demo, 2_000))
        {
            using var refused = await app.Demo.Send(HttpMethod.Post, "/v1/events", "[]");
            await Told.Problem(refused, ProblemKind.TooManyRequests);
        }

        using var taken = await app.Demo.Send(HttpMethod.Post, "/v1/events", "[]");
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task A_database_that_is_none_is_one_clear_line()
    {
        var folder = Directory.CreateDirectory(Path.Combine(product.App.Folder, "garbage")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "engagement.db"), string.Concat(Enumerable.Repeat("no database ", 1_000)));

        var line = await Start("http://127.0.0.1:0", folder);

        Assert.StartsWith($"engage: The database '{folder}/engagement.db' cannot be opened.", line,
            StringComparison.Ordinal);
        Assert.Contains("Put a backup in its place", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_as_that_and_blames_no_process()
    {
        var line = await Start("http://127.0.0.1:0", "/proc/engagement");

        Assert.DoesNotContain("process ", line, StringComparison.Ordinal);
        Assert.Contains("/proc/engagement", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_start_that_was_cut_short_goes_on_with_the_secrets_it_wrote_down()
    {
        var folder = Directory.CreateDirectory(Path.Combine(product.App.Folder, "cut-short")).FullName;
        File.Copy(Path.Combine(product.App.Folder, "keys.json"), Path.Combine(folder, "keys.json"));

        await using var app = await TestApp.Start(folder: folder);

        Assert.Equal(product.App.Keys.Operator, app.Keys.Operator);
        Assert.Equal(18, (await app.Demo.Json("/v1/definitions")).GetProperty("items").GetArrayLength());
        Assert.Single((await app.Operator.Json("/v1/workspaces/demo/keys")).EnumerateArray());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Keys")]
    public async Task A_misspelt_command_starts_nothing(string command)
    {
        var folder = Path.Combine(product.App.Folder, "misspelt");

        Assert.Equal(
            $"engage: there is no command '{command}'. ./engage --help lists them.",
            await Start("http://127.0.0.1:0", folder, "", 2, command));
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData("Foo")]
    [InlineData("x")]
    [InlineData("-x")]
    [InlineData("a_b")]
    public async Task A_workspace_of_a_name_that_none_may_have_is_told_what_it_may_be(string name)
    {
        var said = await Start("http://127.0.0.1:0", product.App.Folder, "", 2, "workspace", argument: name);

        Assert.Equal(
            $"engage: a workspace cannot be called '{name}': its name is 2 to 40 lower-case letters, digits and "
            + "dashes, beginning with a letter.",
            said);
    }

    string Address => product.App.Address.GetLeftPart(UriPartial.Authority);

    static async Task<string> Start(
        string url,
        string folder,
        string database = "",
        int exit = 1,
        string? command = null,
        (string Name, string Value)? setting = null,
        string? argument = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Engagement.Api.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. new[] { command, argument }.OfType<string>()])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["ENGAGE_URL"] = url;
        start.Environment["ENGAGE_DATA"] = folder;
        start.Environment["ENGAGE_DATABASE"] = database;
        if (setting is var (name, value))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        // One that should not have started, and has, must not outlive the test.
        await using var ended = patience.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var said = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
        Assert.Equal(exit, process.ExitCode);
        return Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
