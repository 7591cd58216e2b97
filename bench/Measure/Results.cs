using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engagement.Bench.Measure;

/// <summary>
/// What was measured last of each benchmark, by database, as a file for programs and a page for people.
/// </summary>
static class Results
{
    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    static readonly string s_folder = Folder();

    /// <summary>
    /// Replaces the benchmark's section and leaves all others. Several programs may do so at once: each holds the file
    /// from its reading to its writing.
    /// </summary>
    public static async Task Merge(
        IBenchmark benchmark, Database database, Asked asked, IReadOnlyList<Row> rows)
    {
        await using var file = await Hold();
        var sections = Read(file);
        var section = Of(benchmark, database, asked, rows);
        sections.RemoveAll(other => other.Title == section.Title);
        sections.Add(section);
        sections.Sort((one, other) => string.CompareOrdinal(one.Title, other.Title));
        file.SetLength(0);
        JsonSerializer.Serialize(file, sections, s_json);
        file.WriteByte((byte)'\n');
        File.WriteAllText(Path.Combine(s_folder, "RESULTS.md"), Page(sections));
    }

    public static async Task<string> Table()
    {
        await using var file = await Hold();
        return Table(Read(file));
    }

    static Section Of(IBenchmark benchmark, Database database, Asked asked, IReadOnlyList<Row> rows) => new(
        benchmark.Name,
        benchmark.Case,
        database == Database.Sqlite ? "SQLite" : "PostgreSQL",
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
        asked.Command(benchmark, database),
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, " +
        $"{RuntimeInformation.OSDescription}, .NET {Environment.Version}, {Hosting.OrleansSetup.Name}",
        rows);

    static async Task<FileStream> Hold()
    {
        var name = Path.Combine(s_folder, "results.json");
        while (true)
        {
            try
            {
                return new(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(name))
            {
                // Another program writes its section; that is a matter of milliseconds.
                await Task.Delay(20);
            }
        }
    }

    static List<Section> Read(FileStream file)
    {
        var sections = file.Length == 0 ? [] : JsonSerializer.Deserialize<List<Section>>(file, s_json)!;
        file.Position = 0;
        return sections;
    }

    static string Table(IReadOnlyList<Section> sections)
    {
        var table = new StringBuilder();
        foreach (var section in sections)
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"\n## {section.Title}\n");
            table.AppendLine(CultureInfo.InvariantCulture,
                $"{section.Date:yyyy-MM-dd}, `{section.Command}`, {section.Machine}.\n");
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

    static string Foreign => CpuWatch.ForeignMax.ToString(CultureInfo.InvariantCulture);

    static string Page(IReadOnlyList<Section> sections) => $"""
        # Results

        Written by `./engage bench`, whole, after each benchmark. Each product figure stands beside a yardstick measured
        in the same run on the same machine, in turn with it, with everything synced to disk; the ratio is what carries
        over to another machine. The client that makes the load shares the machine's cores with the product and the
        database. Rounds in which other programs used more than {Foreign} cores are measured again. Each section is one
        benchmark on one database.
        {Table(sections)}
        """;

    static string Number(double? value) => value switch
    {
        null => "",
        >= 100 => value.Value.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    // The folder of these sources, from where the bench was built.
    static string Folder()
    {
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Engagement.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? Environment.CurrentDirectory, "bench");
    }

    sealed record Section(
        string Benchmark, string? Case, string Database, DateOnly Date, string Command, string Machine,
        IReadOnlyList<Row> Rows)
    {
        /// <summary>What makes it this section and no other.</summary>
        [JsonIgnore]
        public string Title =>
            $"{Benchmark}{(Case is null ? "" : $" of {Case}")}, {Database}";
    }
}
