namespace Engagement.Commands;

/// <summary>
/// A temporary folder that goes with the command that made it. A command that was killed cannot take it away; the next
/// one does, which knows by a lock that ends with its process that nobody has it any more.
/// </summary>
sealed class OwnFolder : IDisposable
{
    const string Prefix = "engagement-cluster-";
    const string LockName = "owner";

    static readonly TimeSpan s_makingMax = TimeSpan.FromHours(1);

    readonly FileStream _lock;

    OwnFolder(string fullName, FileStream held) => (FullName, _lock) = (fullName, held);

    public string FullName { get; }

    public static OwnFolder Make()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), $"{Prefix}*"))
        {
            RemoveUnlessHeld(folder);
        }

        var made = Directory.CreateTempSubdirectory(Prefix).FullName;
        return new(made, new(Path.Combine(made, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None));
    }

    public void Dispose()
    {
        _lock.Dispose();
        Directory.Delete(FullName, recursive: true);
    }

    static void RemoveUnlessHeld(string folder)
    {
        var file = Path.Combine(folder, LockName);
        try
        {
            if (File.Exists(file))
            {
                new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None).Dispose();
            }
            else if (Directory.GetLastWriteTimeUtc(folder) > TimeProvider.System.GetUtcNow() - s_makingMax)
            {
                // Somebody is just making it.
                return;
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is held, or another user's.
        }
    }
}
