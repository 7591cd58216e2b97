using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Engagement.Time;

namespace Engagement.Definitions;

/// <summary>Plain text with fields in it, such as <c>Rated {event.rating} of 5</c>.</summary>
/// <param name="Parts">Text and fields in turn: a part has either.</param>
public sealed record Wording(ImmutableArray<WordingPart> Parts)
{
    /// <summary>What stands for a field that is not known.</summary>
    public const string Unknown = "unknown";

    /// <param name="zone">Instants are shown as dates in this zone.</param>
    public string Say(in Scope scope, LocalZone zone)
    {
        if (Parts is [{ Text: { } only }])
        {
            return only;
        }

        var said = new StringBuilder();
        foreach (var part in Parts)
        {
            said.Append(part.Text ?? Show(part.Field!.Read(scope), zone));
        }

        return said.ToString();
    }

    static string Show(Value value, LocalZone zone) => value.Kind switch
    {
        ValueKind.Instant => zone.Local(value.Instant).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ValueKind.Number => value.Number.ToString(CultureInfo.InvariantCulture),
        ValueKind.Truth => value.Truth ? "yes" : "no",
        ValueKind.Text => value.Text!,
        _ => Unknown,
    };
}

public readonly record struct WordingPart(string? Text, Field? Field);
