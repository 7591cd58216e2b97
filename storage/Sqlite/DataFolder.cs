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
        FileStream? held = null;
        DataFolder? taken = null;
        try
        {
            MakePrivate(path);
            // The file stays when the process ends; the lock on it does not, whatever the end.
            held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Who has it stands beside it: the locked file cannot be read by the one who wants to know.
            File.WriteAllText(Owner(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            var mine = new DataFolder(path, held);
            mine.KeepDatabasePrivate();
            return taken = mine;
        }
        catch (UnauthorizedAccessException error)
        {
            throw new InvalidOperationException($"The data folder '{path}' cannot be written: {error.Message}", error);
        }
        catch (IOException error)
        {
            throw new InvalidOperationException(
                IsHeld(error)
                    ? $"The data folder '{path}' cannot be used{Holder(path)}. {error.Message} One process at a time " +
                        "may write it: stop the other one, or choose another folder. Several processes need PostgreSQL."
                    : $"The data folder '{path}' cannot be written: {error.Message}",
                error);
        }
        finally
        {
            if (taken is null)
            {
                held?.Dispose();
            }
        }
    }

    /// <summary>Whether the database's file is still there: what is written to one that was removed is lost.</summary>
    public bool HasDatabase => File.Exists(Database);

    public void Dispose() => _lock.Dispose();

    // Customers' data: nobody else on this machine may read it. What exists is left to whoever made it so, but for the
    // database, which earlier releases made readable to all.
    static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(
            path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // SQLite gives the files beside the database the mode that the database has.
    void KeepDatabasePrivate()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        using (new FileStream(Database, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            UnixCreateMode = Mine,
        }))
        {
        }

        foreach (var file in (string[])[Database, $"{Database}-wal", $"{Database}-shm"])
        {
            // Taken from everybody else; what whoever runs this granted to a group stays.
            if (File.Exists(file) && (File.GetUnixFileMode(file) & Others) != 0)
            {
                File.SetUnixFileMode(file, Mine);
            }
        }
    }

    // EAGAIN of Linux and of BSD, and Windows' sharing violation.
    static bool IsHeld(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);

    static string Owner(string path) => Path.Combine(path, "engagement.pid");

    static string Holder(string path) =>
        File.Exists(Owner(path)) ? $": process {File.ReadAllText(Owner(path))} has it" : "";
}
