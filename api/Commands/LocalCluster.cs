using Engagement.Access;
using Engagement.Hosting;

namespace Engagement.Commands;

/// <summary>
/// Silos and APIs on this machine, and their database where none is given. What is started first is stopped last.
/// </summary>
sealed class LocalCluster(Settings settings, TextWriter tell) : IAsyncDisposable
{
    const string SiloProgram = "Engagement.Silo";
    const string ApiProgram = "Engagement.Api";

    /// <summary>What the programs say when they are ready.</summary>
    const string SiloStands = "A silo of cluster";

    const string ApiListens = "Engagement listens on";

    /// <summary>How long a member may take to finish what it is doing.</summary>
    public static readonly TimeSpan StopMax = TimeSpan.FromSeconds(30);

    readonly List<ClusterMember> _silos = [];
    readonly List<ClusterMember> _apis = [];

    OwnPostgres? _server;
    OwnFolder? _folder;
    volatile bool _ending;

    /// <summary>More environment variables for the members.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether what it tells may hold the sign-in and the key; no log may.</summary>
    public bool TellsSecrets { get; init; }

    public IReadOnlyList<ClusterMember> Silos => _silos;

    public IReadOnlyList<ClusterMember> Apis => _apis;

    /// <summary>What the first start made; null before it.</summary>
    public KeyRing? Keys => new KeyFile(settings with { DataFolder = Data }).Read();

    /// <summary>Where the members keep their files, their logs among them.</summary>
    string Data => _folder is null ? settings.DataFolder : Path.Combine(_folder.FullName, "data");

    /// <summary>Starts everything and says of each member where it is.</summary>
    /// <exception cref="MemberFailedException">One of them did not start.</exception>
    public async Task Start(int silos, int apis, CancellationToken cancellation)
    {
        await tell.WriteLineAsync($"Engine: {OrleansSetup.Name}");
        var database = settings.Database ?? await StartDatabase();
        Directory.CreateDirectory(Path.Combine(Data, "logs"));
        // All at once, as after a power cut; whoever is first brings the schema up to date.
        _silos.AddRange(Enumerable.Range(1, silos).Select(number => StartSilo(number, database)));
        foreach (var silo in _silos)
        {
            await silo.Ready(cancellation);
            Say(silo);
        }

        for (var number = 0; number < apis; number++)
        {
            // One after the other, so that the first is of use at once.
            var api = StartApi(number, database);
            _apis.Add(api);
            await api.Ready(cancellation);
            Say(api);
        }

        SayWhatNext();
    }

    /// <summary>
    /// Starts those again that have ended, where they were and as they were; none once all are being ended.
    /// </summary>
    public async Task Replace()
    {
        foreach (var members in (List<ClusterMember>[])[_silos, _apis])
        {
            for (var i = 0; i < members.Count; i++)
            {
                if (members[i].HasEnded && !_ending)
                {
                    members[i] = members[i].Again();
                    await members[i].Ready(CancellationToken.None);
                }
            }
        }
    }

    /// <summary>Says so when a member ends; nobody starts it again. Comes back when nobody is left.</summary>
    public async Task Watch(CancellationToken cancellation)
    {
        var left = _silos.Concat(_apis).ToDictionary(member => member.Ended);
        while (left.Count > 0)
        {
            var ended = await Task.WhenAny(left.Keys).WaitAsync(cancellation);
            left.Remove(ended, out var member);
            await tell.WriteLineAsync($"{member!.Obituary()} It is not started again; the others go on.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _ending = true;
        await Stop(_apis);
        await Stop(_silos);
        if (_server is not null)
        {
            await _server.Stop();
        }

        _folder?.Dispose();
    }

    // Those of one kind at once: each finishes its turns, and hands its customers over to nobody.
    async Task Stop(List<ClusterMember> members)
    {
        foreach (var member in members.Where(member => !member.HasEnded))
        {
            await tell.WriteLineAsync($"{member.Role} (pid {member.ProcessId}) is being stopped");
        }

        await Task.WhenAll(members.Where(member => !member.HasEnded).Select(member => member.Stop(StopMax)));
        members.ForEach(member => member.Dispose());
        members.Clear();
    }

    async Task<string> StartDatabase()
    {
        _folder = OwnFolder.Make();
        _server = await OwnPostgres.Start(_folder);
        Say($"127.0.0.1:{_server.Port}", "database, gone with this command", _server.ProcessId);
        return await _server.Create("engagement");
    }

    ClusterMember StartSilo(int number, string database)
    {
        var (silo, gateway, admin) = (ClusterCommand.FreePort(), ClusterCommand.FreePort(), ClusterCommand.FreePort());
        return ClusterMember.Start(
            new(SiloProgram, $"silo {number}", $"127.0.0.1:{silo}", Log($"silo-{number}"), SiloStands)
            {
                Doors = $"gateway 127.0.0.1:{gateway}, admin http://127.0.0.1:{admin}",
            },
            new Dictionary<string, string>(Common(database, ClusterCommand.Url(settings, 0)))
            {
                ["ENGAGE_SILO_PORT"] = $"{silo}",
                ["ENGAGE_GATEWAY_PORT"] = $"{gateway}",
                ["ENGAGE_ADMIN"] = $"http://127.0.0.1:{admin}",
            });
    }

    ClusterMember StartApi(int number, string database)
    {
        var url = ClusterCommand.Url(settings, number);
        return ClusterMember.Start(
            new(ApiProgram, $"api {number + 1}", url, Log($"api-{number + 1}"), ApiListens), Common(database, url));
    }

    Dictionary<string, string> Common(string database, string url) => new(Environment, StringComparer.Ordinal)
    {
        ["ENGAGE_CLUSTER"] = settings.Cluster?.Cluster ?? "local",
        ["ENGAGE_DATABASE"] = database,
        ["ENGAGE_DATA"] = Data,
        ["ENGAGE_URL"] = url,
        ["ENGAGE_ADDRESS"] = "127.0.0.1",
    };

    string Log(string name) => Path.Combine(Data, "logs", $"{name}.log");

    void Say(ClusterMember member)
    {
        Say(member.Address, member.Role, member.ProcessId);
        if (member.Doors is { } doors)
        {
            tell.WriteLine($"{"",-26} {doors}");
        }
    }

    void Say(string address, string role, int processId) => tell.WriteLine($"{address,-26} {role,-8} pid {processId}");

    void SayWhatNext()
    {
        if (!TellsSecrets)
        {
            tell.WriteLine($"ENGAGE_DATA={Data} ./engage keys shows the sign-in and the keys.");
        }
        else if (Keys?.Workspaces.GetValueOrDefault(FirstStart.Demo) is { } demo)
        {
            tell.WriteLine($"Workspace '{FirstStart.Demo}': sign in as '{demo.Agent}', password '{demo.Password}'.");
            tell.WriteLine($"Its API key: {demo.Key}");
        }

        tell.WriteLine($"Data folder: {Data}; what the members log is in {Path.Combine(Data, "logs")}.");
        tell.WriteLine("Ctrl-C stops all of them: the APIs, then the silos, then the database.");
    }
}
