using System.Text.Json.Nodes;
using Engagement.Replay;

namespace Engagement.Tests.Replay;

public sealed class ReplayReportTests
{
    [Fact]
    public void The_table_names_each_number_once()
    {
        var report = JsonNode.Parse(
            """
            { "events": { "accepted": 3, "firstAt": null }, "followUpsFired": 2, "workspace": {
                "workspace": "demo", "totals": { "customers": 1, "alertsBySeverity": { "high": 1 } }, "digest": "ab" } }
            """)!.AsObject();

        Assert.Equal(
            """
              events accepted                    3
              follow-ups fired                   2
              workspace                          demo
              workspace customers                1
              workspace alerts by severity high  1
              workspace digest                   ab

            """,
            ReplayReport.Table(report),
            ignoreLineEndingDifferences: true);
    }
}
