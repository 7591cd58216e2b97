using Engagement.Definitions.Reading;

namespace Engagement.Definitions;

/// <summary>
/// Looks for the webhook endpoints that a journey names among those that are set. What a sandbox sends there goes into
/// files, so that there it is only a warning: the endpoint may still be set before the journey goes live.
/// </summary>
static class EndpointReferences
{
    const string Default = "default";

    public static DefinitionReading Check(
        DefinitionReading reading, IReadOnlyCollection<string> endpoints, bool nothingLeaves)
    {
        var missing = Missing(reading.Document?.Member("steps") as Node.List, endpoints);
        return nothingLeaves ? reading with { Warnings = [.. missing] } : reading.With(missing);
    }

    static IEnumerable<DefinitionProblem> Missing(Node.List? steps, IReadOnlyCollection<string> endpoints)
    {
        for (var i = 0; i < steps?.Items.Length; i++)
        {
            if (steps.Items[i].Member("message") is not { } message
                || message.Member("channel") is not Node.Scalar { Text: Channels.Webhook })
            {
                continue;
            }

            var path = $"steps[{i}].message";
            switch (message.Member("to"))
            {
                case null when !endpoints.Contains(Default):
                    yield return new(
                        message.Line,
                        path,
                        $"It names no endpoint with 'to', and the workspace has no webhook endpoint '{Default}'.");
                    break;
                case Node.Scalar { Text: var name } to when !endpoints.Contains(name):
                    yield return new(to.Line, $"{path}.to", Unknown(name, endpoints));
                    break;
            }
        }
    }

    static string Unknown(string name, IReadOnlyCollection<string> endpoints) =>
        $"The workspace has no webhook endpoint '{name}'"
        + (endpoints.Count > 0
            ? NearName.Instead(name, endpoints.Order(StringComparer.Ordinal))
            : $": make it first, at the console or with PUT /v1/webhooks/{name}.");
}
