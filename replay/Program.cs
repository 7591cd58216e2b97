using System.Net.Http.Headers;

namespace Engagement.Replay;

static class Program
{
    const int Refused = 3;
    const int Stopped = 130;

    static async Task<int> Main(string[] args)
    {
        if (args is [] or ["--help" or "-h" or "help", ..])
        {
            Console.WriteLine(ReplayOptions.Help);
            return args.Length == 0 ? 2 : 0;
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        try
        {
            return await Run(
                ReplayOptions.Parse(args, InstalledSettings.Of(Environment.GetEnvironmentVariable)), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("\nStopped. Go on with --resume, or begin again: it does no harm.");
            return Stopped;
        }
        catch (Exception error) when (error is UsageException or MappingException or ServerException or IOException
            or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"\nengage replay: {error.Message}");
            return error is UsageException ? 2 : 1;
        }
    }

    static async Task<int> Run(ReplayOptions options, CancellationToken stop)
    {
        var folder = new DataFolder(options);
        var recording = await Mappings.Open(options);
        using var http = new HttpClient { BaseAddress = options.Url };
        var key = options.Key ?? folder.Key() ??
            throw new UsageException("No key: give one with --key or ENGAGE_KEY, or start the product here once.");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var progress = new Progress(TimeProvider.System);
        var server = new Server(http, TimeProvider.System, Progress.Say);
        var workspace = await server.Workspace(stop);
        var movesClock = (bool?)workspace["rehearsal"] ?? false;
        if (!movesClock && options.Until is not null)
        {
            throw new UsageException("The workspace is live: its clock is the world's, and --until cannot move it.");
        }

        if (!options.Resume
            && await ReplayPreflight.Of(recording, (DateTimeOffset?)workspace["clock"], stop) is { } foreword)
        {
            Progress.Say(foreword);
        }

        var replayer = new Replayer(
            server, new(options.Speed, TimeProvider.System), options.Batch, movesClock, folder.SetBookmark);
        var playing = replayer.Play(recording, options.Resume ? folder.Bookmark() : 0, stop);
        await progress.Watch(playing, replayer.Outcome);
        if (options.Until is { } until)
        {
            await replayer.MoveClock(until, stop);
        }

        folder.RemoveBookmark();
        var report = ReplayReport.Of(recording, replayer.Outcome, await server.Report(stop));
        folder.WriteReport(ReplayReport.Json(report));
        Console.Write(ReplayReport.Table(report));
        Console.WriteLine($"The same as JSON: {folder.ReportPath}");
        return replayer.Outcome.Refused > 0 ? Refused : 0;
    }
}
