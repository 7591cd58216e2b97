using Engagement.Events;

namespace Engagement.Feedback;

/// <summary>The customer's own words in an event, for the agent who reads the alert.</summary>
static class Words
{
    /// <summary>UTF-16 code units quoted; the event itself holds the rest.</summary>
    public const int QuoteMax = 2_000;

    public static string? Quote(ReadOnlySpan<byte> eventJson)
    {
        var heading = EventMembers.Text(eventJson, "title") ?? EventMembers.Text(eventJson, "subject");
        var text = EventMembers.Text(eventJson, "text");
        var words = heading is null || text is null ? heading ?? text : $"{heading}\n{text}";
        return words is { Length: > QuoteMax } ? Cut(words) : words;
    }

    public static int? Rating(ReadOnlySpan<byte> eventJson)
    {
        var rating = EventMembers.Read(eventJson, ["rating"]);
        var said = rating.Kind == ValueKind.Missing ? EventMembers.Read(eventJson, ["score"]) : rating;
        return said.Kind == ValueKind.Number && said.Number is >= int.MinValue and <= int.MaxValue
            ? (int)said.Number
            : null;
    }

    // A cut between the halves of a surrogate pair would make text that cannot be written as UTF-8.
    static string Cut(string words) =>
        words[..(char.IsHighSurrogate(words[QuoteMax - 2]) ? QuoteMax - 2 : QuoteMax - 1)] + "…";
}
