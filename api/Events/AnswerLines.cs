using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Engagement.Events;

/// <summary>Writes answers as lines, as they become known.</summary>
sealed class AnswerLines(IBufferWriter<byte> output) : IDisposable
{
    readonly Utf8JsonWriter _json = new(output);
    readonly EventSummary _tally = new();

    public void Add(ItemAnswer answer)
    {
        _tally.Add(answer);
        Line(answer, IntakeJson.Default.ItemAnswer);
    }

    public void Summary() => Line(new(_tally), IntakeJson.Default.IntakeSummary);

    public void Dispose() => _json.Dispose();

    void Line<T>(T value, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
        _json.Reset();
        output.Write("\n"u8);
    }
}
