using System.Text.Json.Serialization;
using Engagement.Slices;

namespace Engagement.Journeys;

/// <summary>What there is of journeys, for the table of slices.</summary>
static class JourneysSlice
{
    public static Slice Slice { get; } = new(JourneysJson.Default)
    {
        Facts =
        [
            new(typeof(JourneyFact.JourneyEntered), "journey-entered"),
            new(typeof(JourneyFact.JourneyDeclined), "journey-declined"),
            new(typeof(JourneyFact.JourneyMoved), "journey-moved"),
            new(typeof(JourneyFact.JourneyLeft), "journey-left"),
        ],
        Acts =
        [
            new(typeof(JourneyAct.SetTimeRight), "set-time-right"),
        ],
        Kinds =
        [
            new(Definitions.Kinds.Journey, static (parts, members, id, version) =>
                new JourneyReader(parts).Read(members, id, version)),
        ],
    };
}

[JsonSerializable(typeof(JourneyFact.JourneyEntered))]
[JsonSerializable(typeof(JourneyFact.JourneyDeclined))]
[JsonSerializable(typeof(JourneyFact.JourneyMoved))]
[JsonSerializable(typeof(JourneyFact.JourneyLeft))]
[JsonSerializable(typeof(JourneyAct.SetTimeRight))]
[JsonSerializable(typeof(JourneyRuns))]
sealed partial class JourneysJson : JsonSerializerContext;
