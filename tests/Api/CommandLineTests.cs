using Engagement.Commands;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>What the commands take, refuse and say.</summary>
public sealed class CommandLineTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    [Theory]
    [InlineData("run", "--help")]
    [InlineData("run", "--help", "--nosuch")]
    [InlineData("cluster", "-h", "cluster")]
    [InlineData("doctor", "--help", "doctor")]
    [InlineData("workspace", "--help", "workspace")]
    [InlineData("definition", "--help", "definition", "demo")]
    [InlineData("clock", "--help", "clock", "--set-right")]
    [InlineData("keys", "--help", "keys")]
    public void Every_command_says_what_it_takes_when_it_is_asked(string command, string asked, params string[] before)
    {
        Assert.Contains(command, CommandHelp.Commands);
        Assert.StartsWith(
            $"./engage {command}", CommandHelp.AskedBy([.. before, asked]), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_command_that_there_is_has_help()
    {
        Assert.Null(CommandHelp.AskedBy(["nonsense", "--help"]));
        Assert.Null(CommandHelp.AskedBy(["keys", "--print", "demo"]));
        Assert.Contains(
            $"from 1 to {ClusterCommand.MembersMax}", CommandHelp.AskedBy(["cluster", "-h"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Engagement.Api", "keys", "./engage keys")]
    [InlineData("Engagement.Api", null, "./engage run")]
    [InlineData("Engagement.Silo", null, "Engagement.Silo ")]
    public async Task Help_is_an_answer_and_no_failure(string program, string? command, string said)
    {
        string[] arguments = command is null ? ["--help"] : [command, "--help"];

        var (exit, output, errors) = await RunProgram.ToItsEnd(program, arguments);

        Assert.Equal((0, ""), (exit, errors));
        Assert.StartsWith(said, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Engagement.Silo")]
    [InlineData("Engagement.Api")]
    public async Task Both_programs_refuse_an_option_that_there_is_not(string program)
    {
        var (exit, output, errors) = await RunProgram.ToItsEnd(program, ["--ENGAGE_DATABSE=Host=db"]);

        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("engage: there is no option '--ENGAGE_DATABSE=Host=db'.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Engagement.Api", "keys")]
    [InlineData("Engagement.Api", "doctor")]
    [InlineData("Engagement.Api", "workspace", "kettles")]
    [InlineData("Engagement.Silo")]
    public async Task A_command_refuses_a_configuration_file_with_a_slip_in_it(string program, params string[] command)
    {
        var file = Path.Combine(product.App.Folder, "slip.json");
        await File.WriteAllTextAsync(file, """{ "ENGAGE_DATTA": "/elsewhere" }""");

        var (exit, output, errors) = await RunProgram.ToItsEnd(program, command, ("ENGAGE_CONFIG", file));

        Assert.Equal((1, ""), (exit, output));
        Assert.Equal(
            $"engage: 'ENGAGE_DATTA' in {file} is no setting; docs/configuration.md has all of them.", errors.Trim());
    }

    [Fact]
    public async Task Publishing_the_starters_says_which_were_published_and_what_was_left()
    {
        Assert.Equal(
            (0, "Nothing was published: all 18 starter definitions are there already and left as they are."),
            await Definition("demo", "starter"));

        using var shop = await product.App.Workspace("shop", starter: false);
        using var brand = await shop.Send(
            HttpMethod.Put, "/v1/definitions/brand/acme", """{ "kind": "brand", "id": "acme", "name": "Acme" }""");
        Assert.True(brand.IsSuccessStatusCode);
        using var made = await shop.Send(HttpMethod.Post, "/v1/definitions/starter");

        var said = await DefinitionCommand.Published(made);

        Assert.StartsWith(
            "Published 17 of the 18 starter definitions: template layout, ", said, StringComparison.Ordinal);
        Assert.EndsWith(
            ". 1 is there already and left as it is; a brand is published only where there is none.", said,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_on_a_definition_says_what_is_so_now()
    {
        Assert.Equal(
            (0, "The journey 'thank-you' is out of force."),
            await Definition("demo", "in-force", "journey", "thank-you", "none"));
        Assert.Equal(
            (0, "Version 1 of the journey 'thank-you' is in force."),
            await Definition("demo", "in-force", "journey", "thank-you", "1"));
        Assert.Equal(
            (0, "The brand 'default' is the default."), await Definition("demo", "default-brand", "default"));
    }

    async Task<(int Exit, string Said)> Definition(params string[] arguments)
    {
        var (exit, output, errors) = await RunProgram.ToItsEnd(
            "Engagement.Api", ["definition", .. arguments],
            ("ENGAGE_URL", product.App.Address.ToString().TrimEnd('/')), ("ENGAGE_DATA", product.App.Folder),
            ("ENGAGE_DATABASE", ""), ("ENGAGE_CONFIG", ""));
        Assert.Equal("", errors);
        return (exit, output.Trim());
    }
}
