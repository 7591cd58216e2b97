using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace Engagement.Hosting;

/// <summary>
/// A file with settings, by the names that they have everywhere: <c>--config FILE</c>, or <c>ENGAGE_CONFIG</c> for
/// whatever asks the same installation. The environment and the command line win over it.
/// </summary>
static class ConfigFile
{
    public const string Name = "ENGAGE_CONFIG";

    /// <summary>The file that is named, where one is.</summary>
    public static string? Of(IConfiguration configuration) =>
        (configuration["config"] ?? configuration[Name]) is { Length: > 0 } file ? Path.GetFullPath(file) : null;

    /// <summary>Puts it before the environment, and behind what lies in the folder.</summary>
    /// <exception cref="UnfitSettingException">
    /// It is named and cannot be read, or says what is no setting.
    /// </exception>
    public static void Add(ConfigurationManager configuration)
    {
        if (Of(configuration) is not { } file)
        {
            return;
        }

        if (KnownOptions.Flaw(file, Read(file)) is { } flaw)
        {
            throw new UnfitSettingException(flaw);
        }

        var sources = ((IConfigurationBuilder)configuration).Sources;
        var last = sources.Select((source, at) => source is JsonConfigurationSource ? at : -1).DefaultIfEmpty(-1).Max();
        sources.Insert(last + 1, Source(file));
    }

    /// <summary>Every name in it with its value.</summary>
    /// <exception cref="UnfitSettingException">It cannot be read.</exception>
    public static IConfigurationRoot Read(string file)
    {
        try
        {
            return new ConfigurationBuilder().Add(Source(file)).Build();
        }
        catch (FileNotFoundException)
        {
            throw new UnfitSettingException($"The configuration file '{file}' is not there.");
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UnfitSettingException($"The configuration file '{file}' cannot be read: {Why(file, error)}");
        }
    }

    /// <summary>What keeps a file of settings from being read, with the place in it where one is known.</summary>
    public static string Why(string file, Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is JsonException { LineNumber: { } line, BytePositionInLine: { } position })
            {
                // Its own words end with the place, counted from zero and in bytes.
                return $"line {line + 1}, column {Column(file, line, position)}: "
                    + cause.Message.Split(" LineNumber:")[0];
            }
        }

        return (error.InnerException ?? error).Message;
    }

    static int Column(string file, long line, long position)
    {
        var bytes = Encoding.UTF8.GetBytes(File.ReadLines(file).ElementAtOrDefault((int)line) ?? "");
        return Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)Math.Min(position, bytes.Length))) + 1;
    }

    static JsonConfigurationSource Source(string file)
    {
        var source = new JsonConfigurationSource { Path = file, Optional = false };
        source.ResolveFileProvider();
        return source;
    }
}
