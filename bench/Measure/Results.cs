using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Engagement.Bench.Measure;

/// <summary>What was measured last of each benchmark, as a page for people and a file for programs.</summary>
sealed class Results
{
    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    readonly SortedDictionary<string, Section> _sections;

    Results(SortedDictionary<string, Section> sections) => _sections = sections;

    static string Folder { get; } = Find();

    public static Results Read()
    {
        var file = Path.Combine(Folder, "results.json");
        return new(File.Exists(file)
            ? JsonSerializer.Deserialize<SortedDictionary<string, Section>>(File.ReadAllText(file), s_json)!
            : []);
    }

    public void Put(string benchmark, IReadOnlyList<Row> rows) => _sections[benchmark] = new(
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
        $"./engage bench {benchmark}",
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, " +
        $"{RuntimeInformation.OSDescription}, .NET {Environment.Version}",
        Runtime.RuntimeHost.Name,
        rows);

    public void Write()
    {
        File.WriteAllText(Path.Combine(Folder, "results.json"), JsonSerializer.Serialize(_sections, s_json) + "\n");
        File.WriteAllText(Path.Combine(Folder, "RESULTS.md"), Page());
    }

    public string Table()
    {
        var table = new StringBuilder();
        foreach (var (name, section) in _sections)
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"\n## {name}\n");
            table.AppendLine(CultureInfo.InvariantCulture,
                $"{section.Date:yyyy-MM-dd}, `{section.Command}`, runtime {section.Runtime}, {section.Machine}.\n");
            table.AppendLine("| what | product | yardstick | ratio | unit | notes |\n|---|---:|---:|---:|---|---|");
            foreach (var row in section.Rows)
            {
                table.AppendLine(CultureInfo.InvariantCulture,
                    $"| {row.Name} | {Number(row.Product)} | {Number(row.Yardstick)} | {row.Ratio:0.00} " +
                    $"| {row.Unit} | {row.Notes} |");
            }
        }

        return table.ToString();
    }

    string Page() => $"""
        # Results

        Written by `./engage bench`. Each product figure stands beside a yardstick measured in the same run on the same
        machine, in turn with it, with everything synced to disk; the ratio is what carries over to another machine. The
        client that makes the load shares the machine's cores with the product. Rounds in which other programs used more
        than {CpuWatch.ForeignMax} cores are measured again.
        {Table()}
        """;

    static string Number(double? value) => value switch
    {
        null => "",
        >= 100 => value.Value.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    // The folder of these sources, from where the bench was built.
    static string Find()
    {
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Engagement.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? Environment.CurrentDirectory, "bench");
    }

    sealed record Section(DateOnly Date, string Command, string Machine, string Runtime, IReadOnlyList<Row> Rows);
}
