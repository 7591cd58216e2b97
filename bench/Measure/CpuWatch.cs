using System.Diagnostics;
using System.Globalization;

namespace Engagement.Bench.Measure;

/// <summary>
/// Tells how much of the machine others used while something was measured. Linux only; elsewhere unknown.
/// </summary>
sealed class CpuWatch
{
    /// <summary>Cores that others may use before a round is called noisy.</summary>
    public const double ForeignMax = 0.15;

    readonly double _all;
    readonly double _own;
    readonly long _startedAt = Stopwatch.GetTimestamp();

    public CpuWatch() => (_all, _own) = (Busy(), Own());

    /// <summary>
    /// Cores used by processes that do not belong to the measurement, since this watch began; null if unknown.
    /// </summary>
    public double? Foreign
    {
        get
        {
            var seconds = Stopwatch.GetElapsedTime(_startedAt).TotalSeconds;
            return OperatingSystem.IsLinux() ? Math.Max(0, (Busy() - _all - (Own() - _own)) / seconds) : null;
        }
    }

    static double Own() => Spent.Below(Environment.ProcessId);

    /// <summary>Seconds of CPU that the whole machine has spent on anything but waiting.</summary>
    static double Busy()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        // cpu user nice system idle iowait irq softirq steal …
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = fields.Skip(1).Take(7).Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        return (ticks.Sum() - ticks[3] - ticks[4]) / Spent.TicksPerSecond;
    }
}
