namespace Engagement.Commands;

/// <summary>
/// What <c>--help</c> says of a command. The texts are files, so that the script shows them before anything is built.
/// </summary>
static class CommandHelp
{
    /// <summary>The commands that this program has; the first is what it does without any.</summary>
    public static readonly string[] Commands =
        ["run", "cluster", "doctor", "workspace", "definition", "clock", "keys"];

    /// <summary>The usage that a command line asks for; null where it asks for none.</summary>
    public static string? AskedBy(string[] args)
    {
        var command = args is [[not '-', ..] first, ..] ? first : Commands[0];
        return args.Any(arg => arg is "-h" or "--help") && Commands.Contains(command) ? Of(command) : null;
    }

    static string Of(string command)
    {
        using var text = new StreamReader(typeof(CommandHelp).Assembly.GetManifestResourceStream($"help/{command}")!);
        return text.ReadToEnd();
    }
}
