using System.Text.Json.Serialization;
using Engagement.Slices;

namespace Engagement.Loyalty;

/// <summary>What there is of points, for the table of slices.</summary>
static class LoyaltySlice
{
    public static Slice Slice { get; } = new(LoyaltyJson.Default)
    {
        Facts =
        [
            new(typeof(LoyaltyFact.PointsEarned), "points-earned"),
            new(typeof(LoyaltyFact.PointsDeclined), "points-declined"),
            new(typeof(LoyaltyFact.PointsScheduled), "points-scheduled"),
            new(typeof(LoyaltyFact.PointsMatured), "points-matured"),
            new(typeof(LoyaltyFact.PointsClawedBack), "points-clawed-back"),
        ],
        Fields = LoyaltyFields.All,
        Kinds =
        [
            new(Definitions.Kinds.Programme, static (parts, members, id, version) =>
                new ProgrammeReader(parts).Read(members, id, version)),
        ],
    };
}

[JsonSerializable(typeof(LoyaltyFact.PointsEarned))]
[JsonSerializable(typeof(LoyaltyFact.PointsDeclined))]
[JsonSerializable(typeof(LoyaltyFact.PointsScheduled))]
[JsonSerializable(typeof(LoyaltyFact.PointsMatured))]
[JsonSerializable(typeof(LoyaltyFact.PointsClawedBack))]
[JsonSerializable(typeof(PointsAccount))]
sealed partial class LoyaltyJson : JsonSerializerContext;
