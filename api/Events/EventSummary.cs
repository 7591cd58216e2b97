using System.Text.Json.Serialization;

namespace Engagement.Events;

/// <summary>How many items met which fate.</summary>
sealed class EventSummary
{
    public int Accepted { get; private set; }

    public int Duplicates { get; private set; }

    public int Refused { get; private set; }

    [JsonIgnore]
    public int Conflicts { get; private set; }

    /// <summary>Refused because the database was not there: worth sending again.</summary>
    [JsonIgnore]
    public int Unavailable { get; private set; }

    /// <summary>Refused because we failed: worth sending again, too.</summary>
    [JsonIgnore]
    public int Internal { get; private set; }

    [JsonIgnore]
    public bool NoneTaken => Accepted + Duplicates == 0;

    public void Add(in ItemAnswer answer)
    {
        switch (answer.Status)
        {
            case ItemStatus.Accepted:
                Accepted++;
                break;
            case ItemStatus.Duplicate:
                Duplicates++;
                break;
            default:
                Refused++;
                Conflicts += answer.Code == ItemAnswer.Conflict ? 1 : 0;
                Unavailable += answer.Code == ItemAnswer.Unavailable ? 1 : 0;
                Internal += answer.Code == ItemAnswer.Internal ? 1 : 0;
                break;
        }
    }
}
