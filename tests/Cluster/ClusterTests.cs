using System.Net;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;

namespace Engagement.Tests.Cluster;

/// <summary>Two silos and an API, each a process of its own, that meet in PostgreSQL.</summary>
[Collection("cluster")]
public sealed class ClusterTests
{
    const int Customers = 60;

    [PostgresFact]
    public async Task Customers_live_in_silos_apart_and_one_that_dies_takes_no_acknowledged_event_along()
    {
        var database = await PostgresServer.Shared.Create();
        using var own = new ScratchFolder();
        var folder = own.Path;
        var address = $"http://127.0.0.1:{Member.FreePort()}";
        (string, string)[] environment =
        [
            ("ENGAGE_CLUSTER", "tested"), ("ENGAGE_DATABASE", database), ("ENGAGE_DATA", folder), ("ENGAGE_URL",
                address),
        ];
        await using var first = await Member.Start("Engagement.Silo", "A silo of cluster 'tested'", environment);
        await using var second = await Member.Start("Engagement.Silo", "A silo of cluster 'tested'", environment);
        await using var api = await Member.Start("Engagement.Api", "Engagement listens on", environment);
        using var client = ClusterClient.Of(address, folder);

        await client.SendUntilTaken("before", Customers);
        Assert.Equal(Enumerable.Repeat("duplicate", Customers), await client.Send("before", Customers));

        await second.Kill();
        await client.SendUntilTaken("after", Customers);

        Assert.Equal(Enumerable.Repeat("duplicate", Customers), await client.Send("after", Customers));
        Assert.Equal(Enumerable.Repeat("duplicate", Customers), await client.Send("before", Customers));

        var ready = await client.Ready(HttpStatusCode.OK);
        Assert.Contains("\"silos\"", ready, StringComparison.Ordinal);
        Assert.DoesNotContain("unhealthy", ready, StringComparison.Ordinal);
        await first.Kill();
        Assert.Contains(
            "None can be reached.", await client.Ready(HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        await PostgresServer.Shared.Drop(database);
    }
}
