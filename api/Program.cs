using Engagement;
using Engagement.Commands;

try
{
    var settings = Settings.Of(new ConfigurationBuilder().AddEnvironmentVariables().Build());
    return args switch
    {
        ["keys", .. var rest] => KeysCommand.Run(settings, rest),
        ["workspace", .. var rest] => await WorkspaceCommand.Run(settings, rest),
        ["doctor"] => await DoctorCommand.Run(settings),
        [[not '-', ..] unknown, ..] => Launcher.Refuse(unknown),
        _ => await Launcher.Run(args),
    };
}
catch (UnfitSettingException unfit)
{
    await Console.Error.WriteLineAsync($"engage: {unfit.Message}");
    return 1;
}
