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

            if (!args[i].Contains('=', StringComparison.Ordinal) && ++i == args.Length)
            {
                return $"engage: {args[^1]} is left open; give a value.";
            }
        }

        return null;
    }

    [GeneratedRegex("^--(ENGAGE_[A-Z_]+|[A-Za-z]+(:[A-Za-z0-9_.]+)+|environment|contentRoot)(=|$)")]
    static partial Regex Named { get; }
}
