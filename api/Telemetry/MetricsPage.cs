using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Engagement.Telemetry;

/// <summary>Listens to this process's meters and writes what they said in Prometheus' text form.</summary>
sealed class MetricsPage : IDisposable
{
    // A tag with unbounded values must not fill the memory: beyond this, new series are not kept.
    const int SeriesMax = 2000;

    // Seconds, for histograms: from a tenth of a millisecond to ten seconds.
    static readonly double[] s_bounds =
        [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

    readonly MeterListener _listener = new();
    readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Series> _series = new();

    // Most instruments have one tag of few values, and are recorded many times for each event: a look must not write.
    readonly ConcurrentDictionary<(Instrument Instrument, string Tag, string Value), Series> _byTag = new();

    public MetricsPage(IEnumerable<string> meters)
    {
        var wanted = meters.ToHashSet(StringComparer.Ordinal);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (wanted.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        Hear<byte>();
        Hear<short>();
        Hear<int>();
        Hear<long>();
        Hear<float>();
        Hear<double>();
        Hear<decimal>();
        _listener.Start();
    }

    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var group in _series.GroupBy(entry => entry.Key.Instrument).OrderBy(group => group.Key.Name))
        {
            var name = Name(group.Key);
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {group.Key.Description}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {Kind(group.Key)}\n");
            foreach (var ((_, labels), series) in group.OrderBy(entry => entry.Key.Labels, StringComparer.Ordinal))
            {
                series.Write(text, name, labels);
            }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    void Hear<T>()
        where T : struct, INumber<T> => _listener.SetMeasurementEventCallback<T>(
            (instrument, value, tags, _) => Record(instrument, double.CreateChecked(value), tags));

    void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags is [{ Key: var tag, Value: string only }])
        {
            var key = (instrument, tag, only);
            if (_byTag.TryGetValue(key, out var known))
            {
                known.Add(value);
            }
            else if (Find(instrument, Labels(tags)) is { } found)
            {
                _byTag[key] = found;
                found.Add(value);
            }
        }
        else
        {
            Find(instrument, Labels(tags))?.Add(value);
        }
    }

    Series? Find(Instrument instrument, string labels) =>
        _series.TryGetValue((instrument, labels), out var series) ? series
        : _series.Count >= SeriesMax ? null
        : _series.GetOrAdd((instrument, labels), static key => new(
            Kind(key.Instrument), key.Instrument is { IsObservable: false } && !IsGauge(key.Instrument)));

    static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            var quoted = (value?.ToString() ?? "").Replace("\\", @"\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
            text.Append(text.Length == 0 ? "" : ",").Append(Plain(name)).Append("=\"").Append(quoted).Append('"');
        }

        return text.ToString();
    }

    static string Name(Instrument instrument) =>
        Plain(instrument.Name) +
        (instrument.Unit == "s" ? "_seconds" : "") +
        (Kind(instrument) == "counter" ? "_total" : "");

    static string Plain(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    static bool IsGauge(Instrument instrument) =>
        instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal);

    static string Kind(Instrument instrument) => instrument.GetType().Name switch
    {
        var type when type.StartsWith("Histogram", StringComparison.Ordinal) => "histogram",
        var type when type.Contains("UpDown", StringComparison.Ordinal) => "gauge",
        var type when type.Contains("Counter", StringComparison.Ordinal) => "counter",
        _ => "gauge",
    };

    /// <summary>One line of the page, or one histogram.</summary>
    sealed class Series(string kind, bool isAdded)
    {
        readonly Lock _lock = new();
        readonly long[]? _buckets = kind == "histogram" ? new long[s_bounds.Length] : null;
        double _value;
        long _count;

        // Observable instruments tell totals, the others what was added; a histogram sums either way.
        public void Add(double value)
        {
            lock (_lock)
            {
                _value = isAdded ? _value + value : value;
                _count++;
                if (_buckets is not null)
                {
                    var bucket = Array.BinarySearch(s_bounds, value);
                    bucket = bucket < 0 ? ~bucket : bucket;
                    if (bucket < _buckets.Length)
                    {
                        _buckets[bucket]++;
                    }
                }
            }
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            lock (_lock)
            {
                if (_buckets is null)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}{Braces(labels)} {_value:R}\n");
                    return;
                }

                var seen = 0L;
                for (var i = 0; i < s_bounds.Length; i++)
                {
                    seen += _buckets[i];
                    var upTo = Le(labels, s_bounds[i].ToString("R", CultureInfo.InvariantCulture));
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{Braces(upTo)} {seen}\n");
                }

                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{Braces(Le(labels, "+Inf"))} {_count}\n");
                text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braces(labels)} {_value:R}\n");
                text.Append(CultureInfo.InvariantCulture, $"{name}_count{Braces(labels)} {_count}\n");
            }
        }

        static string Le(string labels, string bound) => labels + (labels.Length == 0 ? "" : ",") + $"le=\"{bound}\"";

        static string Braces(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";
    }
}
