using Engagement.Bench;
using Engagement.Bench.Measure;
using Engagement.Commands;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Asked.Help);
    return 0;
}

if (Asked.Read(args) is not { Problem: null } asked)
{
    Console.Error.WriteLine($"engage bench: {Asked.Read(args).Problem} --help says what there is.");
    return 2;
}

using var interruption = new Interruption();
foreach (var (benchmark, database) in asked.Runs)
{
    if (database == Database.Postgres && OwnPostgres.Missing is not null)
    {
        Console.Error.WriteLine($"{benchmark.Name} on {database}: left out, because its server is not installed.");
        continue;
    }

    Console.Error.WriteLine($"{benchmark.Name} on {database}: {benchmark.Says}");
    await using var place = await Place.Prepare(database, asked.Rounds);
    if (await interruption.Or(benchmark.Run(place)) is not { } rows)
    {
        Console.Error.WriteLine("engage bench: interrupted; what was started is being ended.");
        return 130;
    }

    await Results.Merge(benchmark, database, asked, rows);
}

Console.WriteLine(await Results.Table());
return 0;
