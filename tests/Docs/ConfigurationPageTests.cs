using System.Globalization;
using System.Text.RegularExpressions;
using Engagement.Hosting;
using Engagement.Receivers;
using Engagement.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Docs;

/// <summary>The page and the example have every setting there is, each with its default, and nothing else.</summary>
public sealed partial class ConfigurationPageTests
{
    static readonly string s_example = Repository.At("examples", "engagement.json");

    static List<string> Options =>
    [
        .. KnownOptions.Sections.SelectMany(section =>
            KnownOptions.Properties(section.Options).Select(property => $"{section.Section}:{property}")),
    ];

    [Fact]
    public async Task Every_section_that_the_product_reads_is_known()
    {
        await using var app = await TestApp.Start();

        Assert.Equal(
            KnownOptions.Sections.Select(section => (section.Section, section.Options)).OrderBy(one => one.Section),
            app.Services.GetServices<CheckedSection>().Select(one => (one.Section, one.Options))
                .OrderBy(one => one.Section));
    }

    [Fact]
    public void The_page_has_every_setting_with_its_default_and_no_other()
    {
        var rows = Row().Matches(File.ReadAllText(Repository.At("docs", "configuration.md")))
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value.Trim());

        Assert.Equal(KnownOptions.Names.Concat(Options).Order(), rows.Keys.Order());
        foreach (var (section, options) in KnownOptions.Sections)
        {
            var usual = Activator.CreateInstance(options)!;
            foreach (var name in KnownOptions.Properties(options))
            {
                if (Default(options.GetProperty(name)!.GetValue(usual)) is { } value)
                {
                    Assert.Equal($"`{value}`", rows[$"{section}:{name}"]);
                }
                else
                {
                    Assert.False(Told().IsMatch(rows[$"{section}:{name}"]), $"{section}:{name} has no default.");
                }
            }
        }
    }

    [Fact]
    public void The_example_has_every_setting_and_no_other()
    {
        var names = ConfigFile.Read(s_example).AsEnumerable()
            .Where(setting => !setting.Key.StartsWith("Logging", StringComparison.Ordinal))
            .Select(setting => setting.Key).ToHashSet();
        names.ExceptWith(KnownOptions.Sections.Select(section => section.Section));

        Assert.Null(KnownOptions.Flaw(s_example, ConfigFile.Read(s_example)));
        Assert.Equal(KnownOptions.Names.Except([ConfigFile.Name]).Concat(Options).Order(), names.Order());
    }

    [Fact]
    public async Task Started_on_the_example_every_option_has_its_default()
    {
        await using var app = await TestApp.Start(settings: [$"--config={s_example}"]);

        foreach (var (_, type) in KnownOptions.Sections)
        {
            var (read, usual) = (app.Services.GetRequiredService(type), Activator.CreateInstance(type)!);
            foreach (var name in KnownOptions.Properties(type))
            {
                var property = type.GetProperty(name)!;
                Assert.Equal(property.GetValue(usual), property.GetValue(read));
            }
        }
    }

    static string? Default(object? value) => value switch
    {
        null or System.Collections.IEnumerable and not string => null,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    [GeneratedRegex("^\\| `([A-Z_a-z:]+)` \\|.*\\| (.*) \\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("^`[^A-Z]")]
    private static partial Regex Told();
}
