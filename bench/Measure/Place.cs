using System.Diagnostics;
using Engagement.Commands;

namespace Engagement.Bench.Measure;

enum Database
{
    Sqlite = 1,
    Postgres = 2,
}

/// <summary>Where something is measured: an empty folder, on PostgreSQL a server too, both gone afterwards.</summary>
sealed class Place : IAsyncDisposable
{
    readonly OwnPostgres? _server;
    readonly List<IAsyncDisposable> _kept = [];

    Place(string folder, OwnPostgres? server, int rounds) => (Folder, _server, Rounds) = (folder, server, rounds);

    public string Folder { get; }

    /// <summary>How many pairs of product and yardstick are wanted.</summary>
    public int Rounds { get; }

    /// <summary>The database server; null on SQLite.</summary>
    public OwnPostgres? Server => _server;

    public Database Database => _server is null ? Database.Sqlite : Database.Postgres;

    /// <summary>Seconds of processor time that the database server has used; 0 on SQLite.</summary>
    public double ServerCpu => _server is null ? 0 : Spent.Below(_server.ProcessId);

    public static async Task<Place> Prepare(Database database, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("engagement-bench-").FullName;
        var server = database == Database.Postgres
            ? await OwnPostgres.Start(folder, "shared_buffers=512MB", "max_wal_size=4GB")
            : null;
        return new(folder, server, rounds);
    }

    /// <summary>A new product with nothing in it.</summary>
    public async Task<Product> Start() => Keep(await Product.Start(Folder, await NewDatabase()));

    /// <summary>A product that was stopped, on what it left.</summary>
    public async Task<Product> Again(Product stopped, string? program = null) =>
        Keep(await Product.Start(Folder, stopped.Database, stopped.Data, program));

    /// <summary>A new database's connection string; null on SQLite, where it comes with the data folder.</summary>
    public async Task<string?> NewDatabase() =>
        _server is null ? null : await _server.Create($"bench{Stopwatch.GetTimestamp()}");

    /// <summary>What is to end with this place.</summary>
    public T Keep<T>(T kept)
        where T : IAsyncDisposable
    {
        _kept.Add(kept);
        return kept;
    }

    public async ValueTask DisposeAsync()
    {
        // Those that were stopped are gone; when something went wrong, one still runs.
        foreach (var kept in _kept)
        {
            await kept.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.Stop();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
