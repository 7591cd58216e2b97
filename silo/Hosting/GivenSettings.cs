namespace Engagement;

/// <summary>
/// Settings on the command line: <c>--NAME=VALUE</c> or <c>--NAME VALUE</c>, by the names that appsettings.json has.
/// The framework takes any name and passes over the rest, so that a misspelt one would start the product as if nothing
/// had been said.
/// </summary>
static class GivenSettings
{
    // What the host takes besides.
    static readonly string[] s_others = ["config", "environment", "contentRoot"];

    /// <summary>What is wrong with them, and what would be right; null when nothing is.</summary>
    public static string? Flaw(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!IsKnown(args[i]))
            {
                return $"engage: there is no option '{args[i]}'. A setting is given as --ENGAGE_URL=VALUE or "
                    + "--Section:Name=VALUE; docs/configuration.md has them.";
            }

            if (args[i].Contains('=', StringComparison.Ordinal))
            {
                continue;
            }

            // The framework would take the next setting for this one's value.
            if (++i == args.Length || args[i].StartsWith("--", StringComparison.Ordinal))
            {
                return $"engage: {args[i - 1]} is left open; give a value.";
            }
        }

        return null;
    }

    static bool IsKnown(string arg) => arg.StartsWith("--", StringComparison.Ordinal)
        && arg[2..].Split('=')[0] is var name
        && (s_others.Contains(name) || KnownOptions.Has(name));
}
