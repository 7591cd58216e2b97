using System.Diagnostics;
using Engagement.Tests.Support;

namespace Engagement.Tests.Docs;

/// <summary>What the one script says on its own account; what it builds and starts is stood in for.</summary>
public sealed class ScriptTests : IDisposable
{
    const string Program = "#!/usr/bin/env bash\necho the program: $*\n";

    readonly string _folder = Directory.CreateTempSubdirectory("engagement-script-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("keys", true, "true", "")]
    [InlineData("doctor", true, "true", "")]
    [InlineData("workspace", true, "true", "")]
    [InlineData("keys", true, "sleep 5", "engage: building api")]
    [InlineData("keys", false, "true", "engage: building api")]
    [InlineData("run", true, "true", "engage: building api")]
    public async Task It_speaks_of_building_where_that_is_waited_for(
        string command, bool built, string building, string said)
    {
        ShellPrograms.Needed();
        File.Copy(Repository.At("engage"), Path.Combine(_folder, "engage"));
        Write("bin/dotnet", $"#!/usr/bin/env bash\n{building}\n");
        if (built)
        {
            Write("artifacts/bin/Engagement.Api/release/Engagement.Api", Program);
        }

        var start = new ProcessStartInfo("bash", ["-c", $"chmod -R u+x . && ./engage {command}"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_folder}/bin:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = (await process.StandardError.ReadToEndAsync()).Split('\n');

        Assert.Equal(said, errors[0]);
        Assert.Equal(built, (await output).StartsWith("the program:", StringComparison.Ordinal));
    }

    void Write(string path, string text)
    {
        var file = new FileInfo(Path.Combine(_folder, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }
}
