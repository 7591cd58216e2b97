using System.Net;
using Engagement.Problems;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;

namespace Engagement.Tests.Cluster;

/// <summary>What an API whose silo is another process answers while PostgreSQL is away.</summary>
[Collection("cluster")]
public sealed class OutageTests
{
    static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(250);

    [PostgresFact]
    public async Task Reading_a_customer_is_to_be_tried_again_while_the_database_is_away_and_works_when_it_is_back()
    {
        using var server = PostgresServer.Start();
        using var own = new ScratchFolder();
        var folder = own.Path;
        var address = $"http://127.0.0.1:{Member.FreePort()}";
        (string, string)[] environment =
        [
            ("ENGAGE_CLUSTER", "tested"), ("ENGAGE_DATABASE", await server.Create()), ("ENGAGE_DATA", folder),
            ("ENGAGE_URL", address),
        ];
        await using (await Member.Start("Engagement.Silo", "A silo of cluster 'tested'", environment))
        await using (await Member.Start("Engagement.Api", "Engagement listens on", environment))
        {
            using var http = ClusterClient.Authorised(address, folder);
            await http.Tell(Shopping.BadReview("ada", "r1"));
            var alert = Uri.EscapeDataString(await http.Alert("ada"));
            string[] here =
            [
                "/v1/customers", "/v1/customers/ada/timeline", "/v1/customers/ada/points", "/v1/customers/ada/messages",
                "/v1/alerts?customer=ada", "/v1/alerts/feed?after=0", $"/v1/alerts/{alert}", "/v1/messages",
            ];
            foreach (var path in here)
            {
                await http.Json(path);
            }

            server.Halt();
            // Who was read just now is in memory; these are not.
            string[] away = ["/v1/customers/bo", "/v1/customers/bo/journeys", .. here];
            var answers = await Task.WhenAll(away.Select(path => http.Send(HttpMethod.Get, path)));
            server.Resume();
            foreach (var answer in answers)
            {
                await Told.Problem(answer, ProblemKind.Unavailable);
                Assert.NotNull(answer.Headers.RetryAfter);
            }

            foreach (var path in (string[])["/v1/customers/ada", .. here])
            {
                Assert.Equal(HttpStatusCode.OK, await Again(http, path));
            }
        }
    }

    /// <summary>As the documents ask: what is to be tried again is tried again.</summary>
    static async Task<HttpStatusCode> Again(HttpClient http, string path)
    {
        using var pace = new PeriodicTimer(s_between);
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await http.Send(HttpMethod.Get, path);
            if (answer.Headers.RetryAfter is null || attempt * s_between > Member.Patience)
            {
                return answer.StatusCode;
            }

            await pace.WaitForNextTickAsync();
        }
    }
}
