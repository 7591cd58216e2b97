using System.Globalization;

namespace Engagement.Storage.Sqlite;

/// <summary>
/// The folder of the database file, held by one process: two writers would each take the other's lock for its own.
/// </summary>
sealed class DataFolder : IDisposable
{
    readonly FileStream _lock;

    DataFolder(string path, FileStream held) => (Database, _lock) = (Path.Combine(path, "engagement.db"), held);

    public string Database { get; }

    /// <exception cref="InvalidOperationException">Another process has it, or it cannot be written.</exception>
    public static DataFolder Take(string folder)
    {
        var path = Path.GetFullPath(folder);
        var file = Path.Combine(path, "engagement.lock");
        try
        {
            Directory.CreateDirectory(path);
            // The file stays when the process ends; the lock on it does not, whatever the end.
            var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Who has it stands beside it: the locked file cannot be read by the one who wants to know.
            File.WriteAllText(Owner(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new(path, held);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new InvalidOperationException($"The data folder '{path}' cannot be written: {error.Message}", error);
        }
        catch (IOException error)
        {
            throw new InvalidOperationException(
                $"The data folder '{path}' cannot be used{Holder(path)}. {error.Message} One process at a time may " +
                "write it: stop the other one, or choose another folder. Several processes need PostgreSQL.",
                error);
        }
    }

    public void Dispose() => _lock.Dispose();

    static string Owner(string path) => Path.Combine(path, "engagement.pid");

    static string Holder(string path) =>
        File.Exists(Owner(path)) ? $": process {File.ReadAllText(Owner(path))} has it" : "";
}
