using System.Collections.Immutable;
using Engagement.Hosting;
using Microsoft.Extensions.Configuration;

namespace Engagement;

/// <summary>
/// Every setting there is. The framework passes over names that it does not know, so that a misspelt one would start
/// the product as if nothing had been said.
/// </summary>
static class KnownOptions
{
    /// <summary>Those that the environment has in upper case; docs/configuration.md says what each means.</summary>
    public static readonly ImmutableArray<string> Names =
    [
        "ENGAGE_URL", "ENGAGE_PUBLIC_URL", "ENGAGE_TRUSTED_PROXIES", "ENGAGE_DATA", "ENGAGE_DATABASE", "ENGAGE_CONFIG",
        "ENGAGE_TZDB", "ENGAGE_ADMIN", "ENGAGE_DASHBOARD", "ENGAGE_CLUSTER", "ENGAGE_ADDRESS", "ENGAGE_SILO_PORT",
        "ENGAGE_GATEWAY_PORT", "ENGAGE_KUBERNETES", "ENGAGE_TLS_CERTIFICATE", "ENGAGE_TLS_KEY", "ENGAGE_TLS_CA",
        "ENGAGE_TLS_NAME", "ENGAGE_ALLOW_PLAIN_CLUSTER", "ENGAGE_ALLOW_PLAIN_DATABASE",
    ];

    /// <summary>Those in sections: each property that can be set is one.</summary>
    public static readonly ImmutableArray<(string Section, Type Options)> Sections = OptionSections.All;

    // The framework's, and OpenTelemetry's.
    static readonly ImmutableArray<string> s_others = ["Logging", "Kestrel", "AllowedHosts"];

    /// <param name="name">As configuration writes it, with colons.</param>
    public static bool Has(string name)
    {
        var parts = name.Split(':');
        return Names.Contains(name, StringComparer.OrdinalIgnoreCase)
            || s_others.Contains(parts[0], StringComparer.OrdinalIgnoreCase)
            || name.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase)
            || (parts.Length > 1 && Sections.Any(section =>
                section.Section.Equals(parts[0], StringComparison.OrdinalIgnoreCase)
                && Properties(section.Options).Contains(parts[1], StringComparer.OrdinalIgnoreCase)));
    }

    /// <summary>What can be set of a section.</summary>
    public static IEnumerable<string> Properties(Type options) =>
        options.GetProperties().Where(property => property.SetMethod is { IsPublic: true }).Select(one => one.Name);

    /// <summary>What a configuration file says that is no setting, in a sentence; null when all of it is.</summary>
    public static string? Flaw(string file, IConfigurationRoot says) => says.AsEnumerable()
        .Where(setting => setting.Value is not null && !Has(setting.Key))
        .Select(setting => $"'{setting.Key}' in {file} is no setting; docs/configuration.md has all of them.")
        .Order(StringComparer.Ordinal).FirstOrDefault();
}
