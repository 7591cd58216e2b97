using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Engagement.Replay;

/// <summary>A file of events: our own, a line each, or foreign records with a mapping.</summary>
/// <param name="Mapping">Null when the lines are our events already.</param>
sealed record Recording(string Path, RecordMapping? Mapping)
{
    // JSON's grammar lets escapes spell it, and the reader throws when it comes across it.
    const string HalfCharacter = "A name or a text in it has half of a surrogate pair.";

    /// <summary>Opens a file, and finds out by its first record what it is when nobody says.</summary>
    /// <exception cref="MappingException">No mapping fits it.</exception>
    public static async Task<Recording> Open(string path, RecordMapping? mapping, IEnumerable<RecordMapping> known)
    {
        if (mapping is not null)
        {
            return new(path, mapping);
        }

        await foreach (var line in File.ReadLinesAsync(path))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            using var document = TryParse(line) ?? throw new MappingException("The file's first line is not JSON.");
            return new(path, Fitting(document.RootElement, known));
        }

        throw new MappingException("The file is empty.");
    }

    /// <summary>Its events in the order of the file, and what could not become one.</summary>
    public async IAsyncEnumerable<RecordedLine> Lines(
        long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var number = 0L;
        await foreach (var line in File.ReadLinesAsync(Path, cancellation))
        {
            number++;
            if (number > after && !string.IsNullOrWhiteSpace(line))
            {
                yield return Read(number, line);
            }
        }
    }

    RecordedLine Read(long number, string line)
    {
        using var document = TryParse(line);
        if (document is null)
        {
            return new(number, null, "The line is not JSON.");
        }

        try
        {
            var record = document.RootElement;
            return new(number, Mapping is null ? Native(number, record, line) : Mapping.Map(number, record), null);
        }
        catch (RecordException error)
        {
            return new(number, null, error.Message);
        }
        catch (InvalidOperationException)
        {
            return new(number, null, HalfCharacter);
        }
    }

    static RecordMapping? Fitting(JsonElement first, IEnumerable<RecordMapping> known)
    {
        try
        {
            return IsEvent(first) ? null : known.FirstOrDefault(each => each.Recognises(first))
                ?? throw new MappingException(
                    "The file's records are not events, and no mapping knows them. Write one (docs/replay.md) and " +
                    "name it with --mapping.");
        }
        catch (InvalidOperationException)
        {
            throw new MappingException($"The file's first line cannot be read. {HalfCharacter}");
        }
    }

    static RecordedEvent Native(long number, JsonElement e, string line) => IsEvent(e) &&
        DateTimeOffset.TryParse(e.GetProperty("occurredAt").ToString(), CultureInfo.InvariantCulture, out var at)
            ? new(number, e.GetProperty("id").ToString(), at.ToUniversalTime(), Encoding.UTF8.GetBytes(line))
            : throw new RecordException("It is not an event: id, type, occurredAt, customer and data are needed.");

    static bool IsEvent(JsonElement record) =>
        record.ValueKind == JsonValueKind.Object &&
        record.TryGetProperty("id", out _) &&
        record.TryGetProperty("type", out _) &&
        record.TryGetProperty("occurredAt", out _) &&
        record.TryGetProperty("customer", out _) &&
        record.TryGetProperty("data", out _);

    static JsonDocument? TryParse(string line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Event">Null when the line is passed over, or is wrong.</param>
/// <param name="Flaw">Why it could not become an event.</param>
sealed record RecordedLine(long Number, RecordedEvent? Event, string? Flaw);
