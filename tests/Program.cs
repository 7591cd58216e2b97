using Engagement.Tests.Storage;

namespace Engagement.Tests;

/// <summary>The test runner does not come through here; tests that need a process to kill start one of these.</summary>
static class Program
{
    static Task Main(string[] args) => args is [CrashingWriter.Name, var dataFolder, var connectionString]
        ? CrashingWriter.Run(dataFolder, connectionString)
        : throw new ArgumentException("Run these with dotnet test.");
}
