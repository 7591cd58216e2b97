using Engagement.Tests.Storage;
using Xunit.Runner.InProc.SystemConsole;

namespace Engagement.Tests;

/// <summary>Where the test runner comes in, and where tests come in that need a process to kill.</summary>
static class Program
{
    static async Task<int> Main(string[] args)
    {
        if (args is [CrashingWriter.Name, var dataFolder, var connectionString])
        {
            await CrashingWriter.Run(dataFolder, connectionString);
        }

        return await ConsoleRunner.Run(args);
    }
}
