using System.Text.RegularExpressions;

namespace Engagement;

/// <summary>
/// Settings on the command line: <c>--NAME=VALUE</c> or <c>--NAME VALUE</c>, by the names that appsettings.json has.
/// The framework takes any name and passes over the rest, so that a misspelt one would start the product as if nothing
/// had been said.
/// </summary>
static partial class GivenSettings
{
    /// <summary>What is wrong with them, and what would be right; null when nothing is.</summary>
    public static string? Flaw(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!Named.IsMatch(args[i]))
            {
                return $"engage: there is no option '{args[i]}'. A setting is given as --ENGAGE_URL=VALUE or "
                    + "--Section:Name=VALUE; docs/operations.md has them.";
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

    // docs/operations.md has the names, and a test compares.
    [GeneratedRegex(
        "^--(ENGAGE_(URL|DATA|DATABASE|TZDB|ADMIN|DASHBOARD|CLUSTER|ADDRESS|SILO_PORT|GATEWAY_PORT|KUBERNETES"
        + "|TLS_(CERTIFICATE|KEY|CA|NAME)|ALLOW_PLAIN_(CLUSTER|DATABASE))"
        + "|[A-Za-z]+(:[A-Za-z0-9_.]+)+|environment|contentRoot)(=|$)")]
    static partial Regex Named { get; }
}
