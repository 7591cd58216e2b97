using System.Text.Json.Nodes;

namespace Engagement.Replay;

/// <summary>What has become of a recording's events so far.</summary>
sealed class Outcome
{
    /// <summary>Refusals that are kept to be shown; the rest is counted.</summary>
    public const int RefusalsMax = 20;

    public long Records { get; private set; }

    public long Accepted { get; private set; }

    public long Duplicates { get; private set; }

    public long Refused { get; private set; }

    public long Fired { get; set; }

    public DateTimeOffset? FirstAt { get; private set; }

    public DateTimeOffset? LastAt { get; private set; }

    public List<JsonObject> Refusals { get; } = [];

    public void Add(RecordedEvent e, JsonObject answer)
    {
        Records++;
        FirstAt = FirstAt < e.At ? FirstAt : e.At;
        LastAt = LastAt > e.At ? LastAt : e.At;
        switch ((string?)answer["status"])
        {
            case "accepted":
                Accepted++;
                break;
            case "duplicate":
                Duplicates++;
                break;
            default:
                Refuse(e.Line, e.Id, (string?)answer["code"], (string?)answer["pointer"], (string?)answer["reason"]);
                break;
        }
    }

    public void AddFlaw(RecordedLine line)
    {
        Records++;
        Refuse(line.Number, null, "record", null, line.Flaw);
    }

    void Refuse(long line, string? id, string? code, string? where, string? reason)
    {
        Refused++;
        if (Refusals.Count < RefusalsMax)
        {
            Refusals.Add(new()
            {
                ["line"] = line,
                ["id"] = id,
                ["code"] = code,
                ["pointer"] = where,
                ["reason"] = reason,
            });
        }
    }
}
