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
            throw new UnfitSettingException(Directory.Exists(file)
                ? $"The configuration file '{file}' is a folder."
                : $"The configuration file '{file}' is not there.");
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UnfitSettingException(
                $"The configuration file '{file}' cannot be read: {JsonFault.Why(file, error)}");
        }
    }

    /// <summary>The same of one that the host reads by itself, wherever that lies.</summary>
    public static string Why(InvalidDataException error)
    {
        // The framework says which one only in words, and between quotes.
        var (from, to) = (error.Message.IndexOf('\''), error.Message.LastIndexOf('\''));
        return from < to && error.Message[(from + 1)..to] is var file
            ? $"{file} cannot be read: {JsonFault.Why(file, error)}"
            : error.Message;
    }

    static JsonConfigurationSource Source(string file)
    {
        var source = new JsonConfigurationSource { Path = file, Optional = false };
        source.ResolveFileProvider();
        return source;
    }
}
