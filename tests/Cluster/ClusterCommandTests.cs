using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Engagement.Commands;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;

namespace Engagement.Tests.Cluster;

/// <summary><c>./engage cluster</c>: what it starts, says and stops, and what it refuses.</summary>
[Collection("cluster")]
public sealed class ClusterCommandTests
{
    [Theory]
    [InlineData("--silos 0", "--silos is '0': give a number from 1 to 16.")]
    [InlineData("--silos -1", "--silos is '-1'")]
    [InlineData("--apis many", "--apis is 'many'")]
    [InlineData("--apis 17", "--apis is '17'")]
    [InlineData("--silos", "--silos is left open")]
    [InlineData("--nodes 2", "cluster knows no '--nodes'")]
    public void What_it_cannot_start_is_refused_with_the_reason(string arguments, string reason) => Assert.StartsWith(
        reason, ClusterCommand.Asked.Read(arguments.Split(' ')).Problem, StringComparison.Ordinal);

    [Fact]
    public void It_starts_two_silos_and_an_API_unless_told_otherwise()
    {
        Assert.Equal(new(2, 1, null), ClusterCommand.Asked.Read([]));
        Assert.Equal(new(3, 2, null), ClusterCommand.Asked.Read(["--apis", "2", "--silos", "3"]));
    }

    [Fact]
    public async Task A_taken_address_is_refused_before_anything_starts()
    {
        var port = Member.FreePort();
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();
        await using var command = new RunningCommand($"http://127.0.0.1:{port - 1}", "--apis", "2");

        var (exit, output, errors) = await command.End();

        Assert.Equal(2, exit);
        Assert.Contains(
            $"engage: http://127.0.0.1:{port} is taken by another program", errors, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    [PostgresFact]
    public async Task It_says_who_is_where_and_who_died_and_stops_all_in_order()
    {
        var port = Member.FreePort();
        await using var command = new RunningCommand($"http://127.0.0.1:{port}", "--silos", "2");
        var said = await command.Read("Ctrl-C stops all");
        Assert.StartsWith("Engine: Orleans ", said[0], StringComparison.Ordinal);
        var doors = said.Where(line => line.Contains("gateway ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, doors.Count);
        var members = said.Where(line => line.Contains(" pid ", StringComparison.Ordinal)).ToList();
        string[] roles = ["database", "silo 1", "silo 2", "api 1"];
        Assert.Equal(
            roles,
            members.Select(line => roles.Single(role => line.Contains(role, StringComparison.Ordinal))));
        Assert.StartsWith($"http://127.0.0.1:{port} ", members[3], StringComparison.Ordinal);
        using (var admin = new HttpClient { BaseAddress = new(doors[0].Split("admin ")[1]) })
        {
            Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(new Uri("/livez", UriKind.Relative))).StatusCode);
        }

        var folder = said.Single(line => line.StartsWith("Data folder: ", StringComparison.Ordinal))
            .Split(';')[0]["Data folder: ".Length..];
        string[] written = [Path.Combine(folder, "keys.json"), .. Directory.GetFiles(Path.Combine(folder, "logs"))];
        Assert.Equal(4, written.Length);
        Assert.All(written, file => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file)));
        var pids = members.Select(line => int.Parse(line.Split("pid ")[1], null)).ToList();

        using (var silo = Process.GetProcessById(pids[2]))
        {
            silo.Kill();
        }

        await command.Read($"silo 2 (pid {pids[2]}) has ended with 137.");
        command.Terminate();
        var (exit, output, _) = await command.End();

        Assert.Equal(0, exit);
        Assert.Equal(
            $"api 1 (pid {pids[3]}) is being stopped\nsilo 1 (pid {pids[1]}) is being stopped\n", output);
        Assert.All(pids[1..], pid => Assert.Throws<ArgumentException>(() => Process.GetProcessById(pid)));
        using var database = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => database.ConnectAsync(IPEndPoint.Parse(
            members[0].Split(' ')[0])));
    }

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_it_started_ends_when_it_is_killed_itself_or_all_are_terminated_at_once(bool atOnce)
    {
        await using var command = new RunningCommand($"http://127.0.0.1:{Member.FreePort()}", "--silos", "1");
        var said = await command.Read("Ctrl-C stops all");
        var members = said.Where(line => line.Contains(" pid ", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, members.Count);
        var started = members.Select(line => Process.GetProcessById(int.Parse(line.Split("pid ")[1], null))).ToList();

        if (atOnce)
        {
            command.TerminateGroup();
        }
        else
        {
            command.Kill();
        }

        await Probe.Within(
            Task.WhenAll(started.Select(process => process.WaitForExitAsync())), "the end of all", Member.Patience);
        started.ForEach(process => process.Dispose());
        var data = said.Single(line => line.StartsWith("Data folder: ", StringComparison.Ordinal));
        var folder = Path.GetDirectoryName(data.Split(';')[0]["Data folder: ".Length..])!;
        using var gone = Process.Start("sh", ["-c", "while [ -e \"$0\" ]; do sleep 0.1; done", folder]);
        await Probe.Within(gone.WaitForExitAsync(), $"the end of {folder}", Member.Patience);
    }

    [Fact]
    public void What_a_killed_command_left_behind_goes_when_another_begins_and_what_is_held_stays()
    {
        var left = Directory.CreateTempSubdirectory("engagement-cluster-").FullName;
        File.WriteAllText(Path.Combine(left, "owner"), "");
        var (old, begun) = (Directory.CreateTempSubdirectory("engagement-cluster-").FullName,
            Directory.CreateTempSubdirectory("engagement-cluster-").FullName);
        Directory.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));
        using var held = OwnFolder.Make();

        using (var another = OwnFolder.Make())
        {
            Assert.True(Directory.Exists(another.FullName));
        }

        Assert.False(Directory.Exists(left));
        Assert.False(Directory.Exists(old));
        Assert.True(Directory.Exists(begun));
        Directory.Delete(begun);
        Assert.True(File.Exists(Path.Combine(held.FullName, "owner")));
    }

    sealed class RunningCommand : IAsyncDisposable
    {
        readonly Process _process;

        public RunningCommand(string url, params string[] arguments)
        {
            // In a group of its own, so that all of it can be told at once and the tests are not.
            var start = new ProcessStartInfo(
                "setsid", [Path.Combine(AppContext.BaseDirectory, "Engagement.Api"), "cluster", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["ENGAGE_URL"] = url;
            start.Environment["ENGAGE_DATABASE"] = "";
            _process = Process.Start(start)!;
        }

        /// <summary>All lines up to one that holds a text.</summary>
        public async Task<List<string>> Read(string last)
        {
            var lines = new List<string>();
            await Probe.Within(UpTo(), last, Member.Patience);
            return lines;

            async Task UpTo()
            {
                do
                {
                    lines.Add(await _process.StandardOutput.ReadLineAsync()
                        ?? throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync()));
                }
                while (!lines[^1].Contains(last, StringComparison.Ordinal));
            }
        }

        /// <summary>Without a chance to end anything.</summary>
        public void Kill() => _process.Kill();

        public void Terminate() => Send($"{_process.Id}");

        /// <summary>It and all that it started, as a terminal that is closed does.</summary>
        public void TerminateGroup() => Send($"-{_process.Id}");

        /// <summary>Its exit code, and what it had not been asked for of what it said.</summary>
        public async Task<(int Exit, string Output, string Errors)> End()
        {
            var (output, errors) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
            await Probe.Within(_process.WaitForExitAsync(), "the end of the command", Member.Patience);
            return (_process.ExitCode, await output, await errors);
        }

        static void Send(string whom)
        {
            using var kill = Process.Start("kill", ["-TERM", "--", whom]);
            kill.WaitForExit();
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited)
            {
                Terminate();
                await _process.WaitForExitAsync();
            }

            _process.Dispose();
        }
    }
}
