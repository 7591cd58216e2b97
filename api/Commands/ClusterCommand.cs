using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Engagement.Hosting;

namespace Engagement.Commands;

/// <summary>
/// <c>cluster [--silos N] [--apis M]</c>: a whole cluster on this machine, of the programs that run in production.
/// </summary>
static class ClusterCommand
{
    /// <summary>More than these hardly fit on one machine.</summary>
    internal const int MembersMax = 16;

    public static async Task<int> Run(Settings settings, string[] args)
    {
        var asked = Asked.Read(args);
        if ((asked.Problem ?? Obstacle(settings, asked)) is { } problem)
        {
            await Console.Error.WriteLineAsync($"engage: {problem}");
            return 2;
        }

        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var cluster = new LocalCluster(settings, Console.Out)
        {
            TellsSecrets = ConsoleLog.IsRead,
        };
        try
        {
            await cluster.Start(asked.Silos, asked.Apis, stop.Token);
            await cluster.Watch(stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (MemberFailedException failed)
        {
            await Console.Error.WriteLineAsync($"engage: {failed.Message}");
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>The address of the n-th API, counted from 0: the first one's port and those that follow it.</summary>
    internal static string Url(Settings settings, int number)
    {
        var first = new UriBuilder(settings.LocalUrl);
        first.Port += number;
        return first.Uri.GetLeftPart(UriPartial.Authority);
    }

    // Looked at before anything starts: a cluster that comes up by half has to be taken down again.
    static string? Obstacle(Settings settings, Asked asked)
    {
        if (settings.Database is null && OwnPostgres.Missing is { } missing)
        {
            return missing;
        }

        if (!Uri.TryCreate(settings.LocalUrl, UriKind.Absolute, out var url) || url.Port == 0
            || url.Port + asked.Apis - 1 > ushort.MaxValue)
        {
            return "ENGAGE_URL is not an address that the first API can listen on, such as http://localhost:8080; the "
                + "others take the ports after it.";
        }

        return Enumerable.Range(0, asked.Apis).Select(number => Url(settings, number))
            .Select(address => ListenAddress.Fault(address) is { } fault
                ? ListenAddress.Explain(fault, address, "ENGAGE_URL")
                : null)
            .FirstOrDefault(fault => fault is not null);
    }

    /// <summary>What the command line asks for.</summary>
    internal sealed record Asked(int Silos, int Apis, string? Problem)
    {
        public static Asked Read(string[] args)
        {
            var asked = new Asked(2, 1, null);
            for (var i = 0; i < args.Length && asked.Problem is null; i += 2)
            {
                asked = asked.With(args[i], i + 1 < args.Length ? args[i + 1] : null);
            }

            return asked;
        }

        Asked With(string option, string? value) => option switch
        {
            "--silos" => Count(value) is { } silos ? this with { Silos = silos } : Unfit(option, value),
            "--apis" => Count(value) is { } apis ? this with { Apis = apis } : Unfit(option, value),
            _ => this with { Problem = $"cluster knows no '{option}'; it takes --silos N and --apis M." },
        };

        Asked Unfit(string option, string? value) => this with
        {
            Problem = $"{option} is {(value is null ? "left open" : $"'{value}'")}: "
                + $"give a number from 1 to {MembersMax}.",
        };

        static int? Count(string? value) =>
            int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is >= 1 and <= MembersMax ? count : null;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
