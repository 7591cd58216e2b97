using Engagement.Bench;
using Engagement.Bench.Measure;

IBenchmark[] all = [new Ingest(), new Cold(), new Acknowledge(), new FollowUps(), new Pending(), new Alerts(),
    new Start()];

if (args is ["--help" or "-h", ..])
{
    Console.WriteLine("Measures the product against yardsticks and writes bench/RESULTS.md and bench/results.json.\n");
    Console.WriteLine("  ./engage bench          everything (long)");
    foreach (var benchmark in all)
    {
        Console.WriteLine($"  ./engage bench {benchmark.Name,-9}{benchmark.Says}");
    }

    return 0;
}

var wanted = args.Length == 0 ? all : Array.FindAll(all, benchmark => args.Contains(benchmark.Name));
if (wanted.Length == 0)
{
    Console.Error.WriteLine($"There is no benchmark '{args[0]}'; --help lists them.");
    return 2;
}

var results = Results.Read();
foreach (var benchmark in wanted)
{
    Console.Error.WriteLine($"{benchmark.Name}: {benchmark.Says}");
    var folder = Directory.CreateTempSubdirectory("engagement-bench-").FullName;
    try
    {
        results.Put(benchmark.Name, await benchmark.Run(folder));
        results.Write();
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

Console.WriteLine(results.Table());
return 0;
