using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Engagement.Hosting;

/// <summary>
/// What is logged goes to standard output: as text to somebody at a terminal, and as JSON to whatever gathers it
/// elsewhere, unless <c>Logging:Console:FormatterName</c> chooses.
/// </summary>
static class ConsoleLog
{
    /// <summary>Whether somebody reads along, who is told what to do next, and may be told secrets.</summary>
    public static bool IsRead => !Console.IsOutputRedirected;

    /// <exception cref="UnfitSettingException">A level is none.</exception>
    public static void Add(ILoggingBuilder logging, IConfiguration configuration)
    {
        CheckLevels(configuration.GetSection("Logging"));
        var chosen = configuration["Logging:Console:FormatterName"];
        logging.ClearProviders().AddConsole(console => console.FormatterName =
            chosen ?? (IsRead ? ConsoleFormatterNames.Simple : ConsoleFormatterNames.Json));
        logging.Services.Configure<JsonConsoleFormatterOptions>(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        logging.Services.Configure<SimpleConsoleFormatterOptions>(text =>
        {
            text.SingleLine = true;
            text.TimestampFormat = "HH:mm:ss ";
        });
        logging.AddFilter("Microsoft", LogLevel.Warning);
    }

    // The framework would name the value and not the setting, and only once everything is put together.
    static void CheckLevels(IConfigurationSection logging)
    {
        var unfit = logging.GetChildren().Append(logging).SelectMany(one => one.GetSection("LogLevel").AsEnumerable())
            .FirstOrDefault(level => level.Value is { Length: > 0 } value
                && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _));
        if (unfit.Key is not null)
        {
            throw new UnfitSettingException(
                $"{unfit.Key} is '{unfit.Value}': it may be {string.Join(", ", Enum.GetNames<LogLevel>())}.");
        }
    }
}
