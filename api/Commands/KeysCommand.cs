using Engagement.Access;

namespace Engagement.Commands;

/// <summary><c>keys</c>: shows what the first start and <c>workspace</c> made.</summary>
static class KeysCommand
{
    public static int Run(Settings settings, string[] args)
    {
        KeyRing? read;
        try
        {
            read = new KeyFile(settings).Read();
        }
        catch (UnfitSettingException damaged)
        {
            Console.Error.WriteLine($"engage: {damaged.Message}");
            return 1;
        }

        if (read is not { } keys)
        {
            Console.Error.WriteLine(
                $"engage: there is no keys.json in {settings.DataFolder}. Start the product once: ./engage run");
            return 1;
        }

        return args switch
        {
            [] => All(keys),
            ["--print", "operator"] => Print(keys.Operator),
            ["--print", var workspace] when keys.Workspaces.TryGetValue(workspace, out var its) => Print(its.Key),
            ["--print", var workspace] => Unknown($"keys.json knows no workspace '{workspace}'."),
            _ => Unknown("keys takes nothing, or --print WORKSPACE, or --print operator."),
        };
    }

    static int All(KeyRing keys)
    {
        Console.WriteLine($"operator's key       {keys.Operator}");
        foreach (var (workspace, its) in keys.Workspaces)
        {
            Console.WriteLine($"workspace {workspace}");
            Console.WriteLine($"  API key            {its.Key}");
            Console.WriteLine($"  sign in as         {its.Agent}");
            Console.WriteLine($"  password           {its.Password}");
        }

        return 0;
    }

    static int Print(string key)
    {
        Console.WriteLine(key);
        return 0;
    }

    static int Unknown(string what)
    {
        Console.Error.WriteLine($"engage: {what}");
        return 2;
    }
}
