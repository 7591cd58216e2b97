using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engagement.Replay;

/// <summary>What a replay came to: what became of its events, and what the workspace then looks like.</summary>
static class ReplayReport
{
    static readonly JsonSerializerOptions s_readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonObject Of(Recording recording, Outcome outcome, JsonObject workspace) => new()
    {
        ["file"] = Path.GetFileName(recording.Path),
        ["mapping"] = recording.Mapping?.Name,
        ["events"] = new JsonObject
        {
            ["records"] = outcome.Records,
            ["accepted"] = outcome.Accepted,
            ["duplicates"] = outcome.Duplicates,
            ["refused"] = outcome.Refused,
            ["firstAt"] = outcome.FirstAt is { } first ? Expression.Rfc3339(first) : null,
            ["lastAt"] = outcome.LastAt is { } last ? Expression.Rfc3339(last) : null,
        },
        ["refusals"] = new JsonArray([.. outcome.Refusals.Select(refusal => refusal.DeepClone())]),
        ["followUpsFired"] = outcome.Fired,
        ["workspace"] = workspace.DeepClone(),
    };

    public static string Json(JsonObject report) => report.ToJsonString(s_readable);

    /// <summary>The same as lines of names and values.</summary>
    public static string Table(JsonObject report)
    {
        var rows = Rows("", report).ToList();
        var width = rows.Max(row => row.Name.Length);
        var table = new StringBuilder();
        foreach (var (name, value) in rows)
        {
            table.Append("  ").Append(name.PadRight(width)).Append("  ").AppendLine(value);
        }

        return table.ToString();
    }

    static IEnumerable<(string Name, string Value)> Rows(string prefix, JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } members => members.SelectMany(
            member => Rows(Label(prefix, member.Key), member.Value)),
        JsonArray { Count: > 0 } items => items.SelectMany((item, i) => Rows(
            $"{prefix} {(i + 1).ToString(CultureInfo.InvariantCulture)}", item)),
        JsonValue value => [(prefix.Trim(), value.ToString())],
        _ => [],
    };

    // The workspace's report names the workspace once more, and calls all its numbers totals.
    static string Label(string prefix, string name) =>
        name == "totals" || prefix.EndsWith($" {name}", StringComparison.Ordinal) ? prefix : $"{prefix} {Words(name)}";

    static string Words(string name) => string
        .Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()))
        .Replace("follow ups", "follow-ups", StringComparison.Ordinal);
}
