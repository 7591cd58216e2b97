using Engagement.Definitions.Reading;

namespace Engagement.Journeys;

/// <summary>Ends the run.</summary>
public sealed record End(string Id) : Step(Id, null)
{
    internal override Course Do(JourneyWalk walk) => Course.To(null);

    internal static End Read(StepReader steps, Place body, string id, string? next)
    {
        if (body.Node is not Node.Scalar { Plain: true, Text: "true" })
        {
            steps.Parts.Problems.Add(body, "An end has nothing to say: end: true.");
        }

        return new(id);
    }
}
