using System.Security.Cryptography;

namespace Engagement.Unsubscribe;

/// <summary>
/// The key that signs unsubscribe links, made once and kept in the data folder. Losing it breaks every link that was
/// ever sent, so it belongs in the backup; several processes need the same file.
/// </summary>
public static class SigningKeyFile
{
    const int Length = 32;

    /// <exception cref="InvalidDataException">The file is there and holds no key.</exception>
    public static byte[] ReadOrCreate(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, "keys");
        var path = Path.Combine(folder, "unsubscribe.key");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            Create(folder, path);
        }

        var key = File.ReadAllBytes(path);
        return key.Length == Length
            ? key
            : throw new InvalidDataException(
                $"'{path}' is {key.Length} bytes long and should be {Length}. Restore it from a backup; with a new " +
                "one, no unsubscribe link that was sent before works.");
    }

    static void Create(string folder, string path)
    {
        var draft = Path.Combine(folder, $".{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(Length));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key is the one.
            File.Delete(draft);
        }
    }
}
