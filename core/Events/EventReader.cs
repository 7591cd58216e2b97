using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Engagement.Schema;

namespace Engagement.Events;

/// <summary>
/// Reads and checks whole events, one after another, in one pass over their bytes. Keep one for the events of a
/// request: what neighbours have in common, as their source, is made once.
/// </summary>
/// <param name="now">Events may lie at most a day ahead of it.</param>
public sealed class EventReader(DateTimeOffset now)
{
    static readonly JsonReaderOptions s_options = new() { MaxDepth = SchemaCheck.DepthMax };

    readonly DateTimeOffset _latest = now.AddDays(1);
    readonly RepeatedText _sources = new();
    readonly RepeatedText _customers = new();

    // What the event being read has said so far.
    string? _id;
    EventType? _type;
    string? _typeName;
    string? _source;
    string? _customer;
    DateTimeOffset _occurredAt;
    Range _data;
    bool _dataWaits;

    /// <summary>What is wrong with the event that was read last.</summary>
    public ValidationErrors Errors { get; } = new();

    /// <summary>The last event's id, also of one that was refused, where it could be read.</summary>
    public string? Id => _id;

    /// <returns>False when the event is refused; <see cref="Errors"/> then says why.</returns>
    public bool Read(ReadOnlySpan<byte> json, out EventEnvelope envelope)
    {
        Errors.Clear();
        (_id, _type, _typeName, _source, _customer, _data, _dataWaits) = (null, null, null, null, null, default, false);
        envelope = default;
        if (json.Length > EventEnvelope.WrittenBytesMax)
        {
            RefuseSize();
            return false;
        }

        if (!Utf8.IsValid(json))
        {
            Errors.Add(ValidationCodes.Malformed, "It is not UTF-8.");
            return false;
        }

        if (json.Length > EventEnvelope.BytesMax && WrittenSize.Of(json) > EventEnvelope.BytesMax)
        {
            RefuseSize();
            return false;
        }

        Walk(json);
        if (Errors.Any)
        {
            return false;
        }

        var data = Errors.Normalised(json, _data);
        envelope = new(_id!, _typeName!, _source ?? EventEnvelope.DefaultSource, _occurredAt, _customer!, data);
        return true;
    }

    /// <summary>Refuses an event that was too long even to be kept until it could be read.</summary>
    public void RefuseSize()
    {
        Errors.Clear();
        _id = null;
        Errors.Add(
            ValidationCodes.TooLarge,
            "The event is too long.",
            $"at most {EventEnvelope.BytesMax} bytes, escapes counted as what they stand for");
    }

    void Walk(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, s_options);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                Errors.Add(
                    ValidationCodes.WrongType, $"The event is {SchemaCheck.Word(reader.TokenType)}.", "an object");
            }
            else
            {
                Members(ref reader, json);
            }

            // Whatever is wrong with its content, the rest must be JSON too.
            while (reader.Read())
            {
            }
        }
        catch (JsonException error)
        {
            RefuseSyntax(json, ref reader, error);
        }
    }

    void RefuseSyntax(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, JsonException error)
    {
        Errors.Clear();
        var opened = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        var depth = reader.CurrentDepth + (opened ? 1 : 0);
        var rest = json[(int)reader.BytesConsumed..].TrimStart(" \t\r\n"u8);
        if (depth >= SchemaCheck.DepthMax && rest is [(byte)'{' or (byte)'[', ..])
        {
            Errors.Add(
                ValidationCodes.TooDeep, "It is nested too deep.", $"at most {SchemaCheck.DepthMax} levels");
        }
        else
        {
            Errors.Add(
                ValidationCodes.Malformed,
                $"It is not JSON, at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1} of the event.");
        }
    }

    void Members(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var shape = EventEnvelope.Schema;
        var seen = 0ul;
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = SchemaCheck.Find(ref reader, shape, next);
            if (index < 0)
            {
                SchemaCheck.Unknown(ref reader, shape, Errors);
                continue;
            }

            next = index + 1;
            var before = Errors.Count;
            if ((seen & 1ul << index) != 0)
            {
                Errors.Add(ValidationCodes.DuplicateMember, "It is there more than once.");
            }

            seen |= 1ul << index;
            reader.Read();
            Take(ref reader, index);
            Errors.Under(before, shape.All[index].Name);
        }

        SchemaCheck.Missing(shape, seen, Errors);
        if (_dataWaits && _type is not null)
        {
            CheckDataAtLast(json);
        }
    }

    void Take(ref Utf8JsonReader reader, int index)
    {
        switch (index)
        {
            case 0:
                _id = Name(ref reader, null);
                break;
            case 1:
                TakeType(ref reader);
                break;
            case 2:
                TakeOccurredAt(ref reader);
                break;
            case 3:
                _customer = Customer(ref reader);
                break;
            case 4:
                TakeData(ref reader);
                break;
            default:
                _source = reader.TokenType == JsonTokenType.Null
                    ? null
                    : Name(ref reader, _sources);
                break;
        }
    }

    void TakeType(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            SchemaCheck.Check(ref reader, EventEnvelope.Schema.All[1].Schema, Errors);
            return;
        }

        _type = EventTypes.Find(ref reader);
        if (_type is null)
        {
            Errors.Add(
                ValidationCodes.UnknownType,
                "There is no such event type.",
                EventEnvelope.Schema.All[1].Schema.Words);
        }

        _typeName = _type is { IsCustom: true } ? reader.GetString() : _type?.Name;
    }

    void TakeOccurredAt(ref Utf8JsonReader reader)
    {
        if (SchemaCheck.ReadInstant(ref reader, Errors) is not { } occurredAt)
        {
            return;
        }

        _occurredAt = occurredAt;
        if (_occurredAt > _latest)
        {
            Errors.Add(
                ValidationCodes.OutOfRange,
                "It lies more than a day ahead.",
                $"an instant up to {_latest:yyyy-MM-ddTHH:mm:ssZ}");
        }
    }

    void TakeData(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        if (_type is not null)
        {
            SchemaCheck.Check(ref reader, _type.Data, Errors);
        }
        else
        {
            // The type may come after the data; then the data is looked at once more.
            reader.Skip();
            _dataWaits = true;
        }

        _data = start..(int)reader.BytesConsumed;
    }

    void CheckDataAtLast(ReadOnlySpan<byte> json)
    {
        var before = Errors.Count;
        var reader = new Utf8JsonReader(json[_data], s_options);
        reader.Read();
        SchemaCheck.Check(ref reader, _type!.Data, Errors);
        Errors.Under(before, "data");
        Errors.Shift(_data.Start.Value);
    }

    // Clients of HTTP take a path's "." and ".." away before they send it, percent-encoded or not.
    string? Customer(ref Utf8JsonReader reader)
    {
        var name = Name(ref reader, _customers);
        if (name is not ("." or ".."))
        {
            return name;
        }

        Errors.Add(
            ValidationCodes.WrongForm,
            "No path can hold it, so the customer would have no address.",
            "any other name than . and ..");
        return null;
    }

    string? Name(ref Utf8JsonReader reader, RepeatedText? repeated)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            Errors.Add(ValidationCodes.WrongType, $"It is {SchemaCheck.Word(reader.TokenType)}.", "a string");
            reader.Skip();
            return null;
        }

        if (!reader.ValueIsEscaped && Identifier.IsPlain(reader.ValueSpan))
        {
            return repeated?.Of(reader.ValueSpan) ?? reader.GetString();
        }

        var reason = EscapedText.Flaw(ref reader);
        if (reason is null && Identifier.TryName(reader.GetString()!, out var id, out reason))
        {
            return id;
        }

        Errors.Add(ValidationCodes.WrongForm, reason!, Identifier.Expected);
        return null;
    }

    /// <summary>Remembers the last text, since the next event's is likely to be the same.</summary>
    sealed class RepeatedText
    {
        string _text = "";

        public string Of(ReadOnlySpan<byte> ascii)
        {
            if (!Ascii.Equals(ascii, _text))
            {
                _text = Encoding.ASCII.GetString(ascii);
            }

            return _text;
        }
    }
}
