using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Engagement.Replay;

/// <summary>What a replay finds in the data folder, and what it leaves there.</summary>
sealed class DataFolder(ReplayOptions options)
{
    // The same file sent to the same place is the same replay.
    readonly string _name = $"{Path.GetFileNameWithoutExtension(options.File)}-" +
        Hash($"{Path.GetFullPath(options.File)}\n{options.Url}\n{options.Workspace}");

    public string ReportPath => options.Report ?? Path.Combine(options.DataFolder, "replay", $"{_name}.report.json");

    string BookmarkPath => Path.Combine(options.DataFolder, "replay", $"{_name}.line");

    /// <summary>The key that the first start made for a workspace, where this is the machine it was made on.</summary>
    /// <exception cref="UsageException">There are keys, and none for this workspace.</exception>
    public string? Key()
    {
        var path = Path.Combine(options.DataFolder, "keys.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var keys = JsonDocument.Parse(File.ReadAllBytes(path));
            return keys.RootElement.GetProperty("workspaces").TryGetProperty(options.Workspace, out var workspace)
                ? workspace.GetProperty("key").GetString()
                : throw new UsageException(
                    $"{path} has no workspace '{options.Workspace}'. Make it with ./engage workspace, name another "
                    + "with --workspace, or give its key with --key or ENGAGE_KEY.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new UsageException($"{path} is damaged. Put a backup in its place, or give a key with --key.");
        }
    }

    /// <summary>The last line that was done with; 0 when nothing was.</summary>
    public long Bookmark() => File.Exists(BookmarkPath) &&
        long.TryParse(File.ReadAllText(BookmarkPath), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
        ? line
        : 0;

    public void SetBookmark(long line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(BookmarkPath)!);
        var draft = BookmarkPath + ".new";
        File.WriteAllText(draft, line.ToString(CultureInfo.InvariantCulture));
        File.Move(draft, BookmarkPath, overwrite: true);
    }

    public void RemoveBookmark() => File.Delete(BookmarkPath);

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

    public void WriteReport(string json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(ReportPath))!);
        File.WriteAllText(ReportPath, json);
    }
}
