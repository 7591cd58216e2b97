using Engagement;
using Engagement.Commands;
using Engagement.Hosting;

if (CommandHelp.AskedBy(args) is { } help)
{
    Console.Write(help);
    return 0;
}

try
{
    // What the product itself reads when it starts, so that its commands speak of the same one.
    using var configuration = new ConfigurationManager();
    configuration.SetBasePath(Directory.GetCurrentDirectory())
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables();
    ConfigFile.Add(configuration);
    var settings = Settings.Of(configuration);
    return args switch
    {
        ["keys", .. var rest] => KeysCommand.Run(settings, rest),
        ["workspace", .. var rest] => await WorkspaceCommand.Run(settings, rest),
        ["definition", .. var rest] => await DefinitionCommand.Run(settings, rest),
        ["clock", .. var rest] => await ClockCommand.Run(settings, rest),
        ["doctor"] => await DoctorCommand.Run(settings, configuration),
        ["doctor", ..] => Launcher.Refuse("engage: doctor takes no options."),
        ["cluster", .. var rest] => await ClusterCommand.Run(settings, rest),
        [[not '-', ..] unknown, ..] => Launcher.Refuse(
            $"engage: there is no command '{unknown}'. ./engage --help lists them."),
        _ when GivenSettings.Flaw(args) is { } flaw => Launcher.Refuse(flaw),
        _ => await Launcher.Run(args),
    };
}
catch (UnfitSettingException unfit)
{
    await Console.Error.WriteLineAsync($"engage: {unfit.Message}");
    return 1;
}
catch (InvalidDataException unreadable)
{
    await Console.Error.WriteLineAsync($"engage: {ConfigFile.Why(unreadable)}");
    return 1;
}
