using System.Text.Json;

namespace Engagement.Access;

/// <summary>
/// What the first start made, for the people who run this server: <c>keys.json</c> in the data folder, readable by its
/// owner only.
/// </summary>
sealed class KeyFile(Settings settings)
{
    static readonly JsonSerializerOptions s_readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string FilePath => Path.Combine(settings.DataFolder, "keys.json");

    public bool Exists => File.Exists(FilePath);

    /// <summary>Whether another process, with a folder of its own, may have it.</summary>
    public bool MayBeElsewhere => settings.Cluster is not null;

    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="UnfitSettingException">It is damaged.</exception>
    public KeyRing? Read()
    {
        if (!Exists)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<KeyRing>(File.ReadAllBytes(FilePath), s_readable)
                is { Operator: not null, Workspaces: not null } ring ? ring : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new UnfitSettingException(
                $"{FilePath} is damaged. It holds copies of keys, which the database knows by their hashes: put a "
                + "backup in its place; or move it away and start one process without ENGAGE_CLUSTER, which makes a "
                + "new operator's key.");
        }
    }

    /// <summary>Replaces the file as a whole, so that nobody ever reads half of it.</summary>
    public void Write(KeyRing keys)
    {
        Directory.CreateDirectory(settings.DataFolder);
        var draft = FilePath + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(file, keys, s_readable);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, FilePath, overwrite: true);
    }
}

/// <param name="Operator">The operator's key.</param>
/// <param name="Workspaces">By workspace id.</param>
sealed record KeyRing(string Operator, SortedDictionary<string, WorkspaceKeys> Workspaces);

/// <param name="Key">An API key with every scope.</param>
sealed record WorkspaceKeys(string Key, string Agent, string Password);
