using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Engagement.Events;
using Engagement.Schema;

namespace Engagement.Tests.Intake;

/// <summary>Writes docs/event-types.md from the vocabulary itself.</summary>
static class EventTypesPage
{
    static readonly JsonSerializerOptions s_pretty = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    const string Head =
        """
        # Event types

        Written from `core/Events`; do not edit it by hand. `GET /v1/event-types/{type}` serves the JSON Schema of each.

        Every event has the same members around its `data`:


        """;

    const string Rules =
        """

        * The same `source` and `id` is the same event, for ever: sent again it is a duplicate, with other content a
          conflict.
        * Members that are not listed here are refused, and so is a member that is there twice.
        * An optional member may be null, which says the same as leaving it out.
        * An event has at most 64 KB and 16 levels. Escapes are counted as what they stand for, and white space around
          values is not counted, up to 384 KB as it is written.
        * Identifiers (`id`, `source`, `customer`, every `…Id`) are put in Unicode normal form C. Case is kept and
          nothing is trimmed: blanks at either end, of any alphabet, are refused. So are characters that cannot be
          seen (control, format, bidi, zero-width, variation selectors), unassigned ones, lone surrogates, line breaks,
          and the words that programs make of a value that is not there: `undefined`, `null`, `NaN`,
          `[object Object]`. An emoji is fine where it needs none of those.
        * A whole number is one by its value: `8900.0` and `8.9e3` are 8900.
        * Instants are RFC 3339, in any of its forms: `t` and `z` may be small, and offsets reach to 23:59.
        * Texts are counted in Unicode characters. The null character and lone surrogates are refused everywhere.
        * Money is in minor units (cents) with an ISO 4217 currency, or one that was withdrawn since 2000. Codes that
          nobody pays in, such as `XTS` and `XAU`, are refused.


        """;

    public static string Write()
    {
        var page = new StringBuilder(Head);
        Table(page, EventEnvelope.Schema, "");
        page.Append(Rules);
        foreach (var type in EventTypes.All)
        {
            Section(page, type);
        }

        return page.ToString().ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }

    static void Section(StringBuilder page, EventType type)
    {
        page.Append("## ").Append(type.Name).Append("\n\n").Append(type.Description).Append("\n\n");
        if (type.Data is DataSchema.Members members)
        {
            Table(page, members, "");
            page.Append('\n');
        }

        page.Append("```json\n").Append(type.ExampleEvent().ToJsonString(s_pretty)).Append("\n```\n\n");
    }

    static void Table(StringBuilder page, DataSchema.Members members, string prefix)
    {
        if (prefix.Length == 0)
        {
            page.Append("| member | | what it is |\n|---|---|---|\n");
        }

        foreach (var member in members.All)
        {
            var need = member.Required ? "required" : "";
            var words = member.Schema.Words + (member.Description is { } more ? $". {more}" : "");
            page.Append(CultureInfo.InvariantCulture, $"| `{prefix}{member.Name}` | {need} | {words} |\n");
            switch (member.Schema)
            {
                case DataSchema.Members inner:
                    Table(page, inner, $"{prefix}{member.Name}.");
                    break;
                case DataSchema.List { Item: DataSchema.Members inner }:
                    Table(page, inner, $"{prefix}{member.Name}[].");
                    break;
            }
        }
    }
}
