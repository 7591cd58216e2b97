using System.Text.Json;

namespace Engagement.Replay;

/// <summary>
/// Where the product is and what it keeps, as the product itself reads it: from the environment, and behind it from the
/// configuration file that the environment names.
/// </summary>
static class InstalledSettings
{
    const string FileName = "ENGAGE_CONFIG";

    static readonly JsonDocumentOptions s_asConfiguration = new()
    {
        CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    };

    // The framework's.
    static readonly string[] s_others = ["Logging", "Kestrel", "AllowedHosts"];

    static readonly Lazy<HashSet<string>> s_names = new(Names);

    /// <exception cref="UsageException">
    /// A file is named and cannot be read, or says what is no setting.
    /// </exception>
    public static Func<string, string?> Of(Func<string, string?> environment)
    {
        var file = Given(environment(FileName));
        var says = file is null ? [] : Read(file);
        return name => Given(environment(name)) ?? says.GetValueOrDefault(name);
    }

    static string? Given(string? value) => value is { Length: > 0 } ? value : null;

    static Dictionary<string, string> Read(string file)
    {
        var says = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file), s_asConfiguration);
            foreach (var (name, value) in Leaves("", Root(document)))
            {
                if (!says.TryAdd(name, value))
                {
                    throw new FormatException($"A duplicate key '{name}' was found.");
                }
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException
            || (error is UnauthorizedAccessException && Directory.Exists(file)))
        {
            throw new UsageException(Directory.Exists(file)
                ? $"The configuration file '{file}' is a folder."
                : $"The configuration file '{file}' is not there.");
        }
        catch (Exception error) when (error is JsonException or FormatException or IOException
            or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"The configuration file '{file}' cannot be read: {JsonFault.Why(file, error)}");
        }

        return says.Keys.Where(name => !IsKnown(name)).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown
            ? throw new UsageException(
                $"'{unknown}' in {file} is no setting; docs/configuration.md has all of them.")
            : says;
    }

    static JsonElement Root(JsonDocument document) => document.RootElement is { ValueKind: JsonValueKind.Object } root
        ? root
        : throw new FormatException(
            $"Top-level JSON element must be an object. Instead, '{document.RootElement.ValueKind}' was found.");

    // As the product reads it, with colons between the names of sections.
    static IEnumerable<(string Name, string Value)> Leaves(string path, JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(one => Leaves(Below(path, one.Name), one.Value)),
        JsonValueKind.Array => at.EnumerateArray().SelectMany((one, i) => Leaves(Below(path, $"{i}"), one)),
        JsonValueKind.Null => [],
        _ => [(path, at.ToString())],
    };

    static string Below(string path, string name) => path.Length == 0 ? name : $"{path}:{name}";

    // The page has all that the product knows.
    static bool IsKnown(string name)
    {
        var parts = name.Split(':');
        return s_others.Contains(parts[0], StringComparer.OrdinalIgnoreCase)
            || name.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase)
            || s_names.Value.Contains(string.Join(':', parts.Take(2)));
    }

    static HashSet<string> Names()
    {
        using var page = new StreamReader(
            typeof(InstalledSettings).Assembly.GetManifestResourceStream("configuration.md")!);
        return page.ReadToEnd().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
