using System.Globalization;

namespace Engagement.Storage.Sqlite;

/// <summary>The folder of the database file, held by one process: two writers would each take the other's lock for its own.</summary>
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
            held.SetLength(0);
            held.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            held.Flush();
            return new(path, held);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The data folder '{path}' cannot be used{Holder(file)}. {error.Message} One process at a time may write " +
                "it: stop the other one, or choose another folder. Several processes need PostgreSQL.",
                error);
        }
    }

    public void Dispose() => _lock.Dispose();

    static string Holder(string file)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd() is { Length: > 0 } id ? $": process {id} has it" : "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
