namespace Engagement.Tests.Support;

/// <summary>
/// A folder for one test. Named before the processes that write into it, it is removed after they have ended: one
/// that still writes while its folder is removed puts a file back, and the removal fails.
/// </summary>
sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("engagement-own-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
