using System.Globalization;

namespace Engagement.Bench.Measure;

/// <summary>What a process has spent of the processor, with what it started and waited for. Linux only.</summary>
sealed record Spent(int Id, int Parent, double Ticks)
{
    public const double TicksPerSecond = 100;

    /// <summary>
    /// Seconds spent by a process, all that it started and waited for, and all that still runs below it: for us the
    /// product, and a database server with the processes that it starts for itself. 0 elsewhere than on Linux.
    /// </summary>
    public static double Below(int id)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        var all = All().ToDictionary(process => process.Id);
        return all.Values.Where(process => process.IsBelow(id, all)).Sum(process => process.Ticks) / TicksPerSecond;
    }

    bool IsBelow(int ancestor, Dictionary<int, Spent> all)
    {
        // Every process but the first has a parent, so this climbs to the first one and ends.
        for (var at = this; at is not null; at = all.GetValueOrDefault(at.Parent))
        {
            if (at.Id == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    static IEnumerable<Spent> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) &&
                Of(id) is { } process)
            {
                yield return process;
            }
        }
    }

    /// <summary>Null when it has just ended.</summary>
    static Spent? Of(int id)
    {
        try
        {
            // After the name in brackets: the state, the parent, and as 12th to 15th utime, stime, cutime, cstime.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new(
                id,
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                fields.Skip(11).Take(4).Sum(field => double.Parse(field, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
