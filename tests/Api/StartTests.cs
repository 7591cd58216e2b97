using System.Diagnostics;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>What keeps the product from starting is said in one line, and the exit says that it did not.</summary>
public sealed class StartTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    [Fact]
    public async Task A_taken_port_is_one_clear_line() => Assert.Equal(
        $"engage: {Address} is taken by another program. Stop that one, or set ENGAGE_URL to another address.",
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
    public async Task An_address_that_is_none_is_one_clear_line() => Assert.Equal(
        "engage: ENGAGE_URL is not an address to listen on, such as http://localhost:8080.",
        await Start("nonsense", Path.Combine(product.App.Folder, "elsewhere")));

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

    string Address => product.App.Address.GetLeftPart(UriPartial.Authority);

    static async Task<string> Start(
        string url,
        string folder,
        string database = "",
        int exit = 1,
        string? command = null,
        (string Name, string Value)? setting = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Engagement.Api.dll");
        var start = new ProcessStartInfo("dotnet", command is null ? [program] : [program, command])
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
        var said = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.Equal(exit, process.ExitCode);
        return Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
