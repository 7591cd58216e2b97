using System.Text.Json.Serialization;
using Engagement.Slices;

namespace Engagement.Feedback;

/// <summary>What there is of feedback, for the table of slices.</summary>
static class FeedbackSlice
{
    public static Slice Slice { get; } = new(FeedbackJson.Default)
    {
        Facts =
        [
            new(typeof(FeedbackFact.Reviewed), "reviewed"),
        ],
    };
}

[JsonSerializable(typeof(FeedbackFact.Reviewed))]
sealed partial class FeedbackJson : JsonSerializerContext;
