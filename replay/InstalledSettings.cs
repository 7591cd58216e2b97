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

    /// <exception cref="UsageException">A file is named and cannot be read.</exception>
    public static Func<string, string?> Of(Func<string, string?> environment)
    {
        var file = Given(environment(FileName));
        var says = file is null ? [] : Read(file);
        return name => Given(environment(name)) ?? says.GetValueOrDefault(name);
    }

    static string? Given(string? value) => value is { Length: > 0 } ? value : null;

    static Dictionary<string, string> Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file), s_asConfiguration);
            return document.RootElement.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.String)
                .ToDictionary(one => one.Name, one => one.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException
            or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"The configuration file '{file}', which {FileName} names, cannot be read: {error.Message}");
        }
    }
}
