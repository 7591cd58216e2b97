using System.Net;
using System.Text.Json;
using Engagement.Access;
using Engagement.Problems;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Api;

/// <summary>Whoever reads much delays their own workspace, and no other.</summary>
public sealed class ReadAdmissionTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    static readonly string[] s_lists =
    [
        "/v1/customers", "/v1/customers?search=x", "/v1/customers/x/timeline", "/v1/customers/x/points",
        "/v1/customers/x/messages", "/v1/alerts", "/v1/alerts/feed", "/v1/messages", "/v1/messages/1/content",
        "/v1/messages/1/content/html", "/v1/messages/1/content/insert", "/v1/dead-letters", "/v1/definitions",
        "/v1/workspace/report",
    ];

    TestApp App => product.App;

    ReadAdmission Reads => App.Services.GetRequiredService<ReadAdmission>();

    [Fact]
    public async Task A_workspace_with_too_many_lists_and_searches_under_way_is_told_to_come_later_at_every_such_door()
    {
        using var busy = await App.Workspace("searching");
        using var other = await App.Workspace("searched");
        using (Reads.Share("searching", isList: true, ReadAdmission.UnderWayMax))
        {
            foreach (var path in s_lists)
            {
                using var refused = await busy.Send(HttpMethod.Get, path);
                await Told.Problem(refused, ProblemKind.TooManyRequests);
                Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero, path);
                using var taken = await other.Send(HttpMethod.Get, path);
                Assert.True(taken.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{path} {taken}");
            }

            using var single = await busy.Send(HttpMethod.Get, "/v1/workspace");
            Assert.Equal(HttpStatusCode.OK, single.StatusCode);
        }

        using var again = await busy.Send(HttpMethod.Get, "/v1/customers?search=x");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    /// <summary>Taken from the description, so that a door that is added is looked at, too.</summary>
    [Fact]
    public async Task No_door_of_a_workspace_reads_without_a_bound()
    {
        using var busy = await App.Workspace("reading");
        using var lists = Reads.Share("reading", isList: true, ReadAdmission.UnderWayMax);
        using var others = Reads.Share("reading", isList: false, ReadAdmission.UnderWayMax);
        var doors = (await App.Anybody.Json("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .Where(door => door.Value.TryGetProperty("get", out var get) && IsOfWorkspaces(get))
            .Select(door => door.Name).ToList();

        Assert.True(doors.Count > 15, string.Join(' ', doors));
        foreach (var door in doors)
        {
            using var refused = await busy.Send(
                HttpMethod.Get, door.Replace("{row}", "1", StringComparison.Ordinal)
                    .Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
            Assert.True(refused.StatusCode == HttpStatusCode.TooManyRequests, $"{door} {refused.StatusCode}");
        }
    }

    [Fact]
    public async Task Lists_of_one_workspace_wait_for_each_other_and_nobody_else_for_them()
    {
        using var busy = await App.Workspace("waiting");
        using var other = await App.Workspace("unhindered");
        var running = new List<IDisposable>();
        for (var i = 0; i < ReadAdmission.ListsAtOnceMax; i++)
        {
            running.Add(await Reads.Turn("waiting", default));
        }

        var waiting = busy.Send(HttpMethod.Get, "/v1/customers?search=x");
        using (var elsewhere = await other.Send(HttpMethod.Get, "/v1/customers?search=x"))
        {
            Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
        }

        using (var single = await busy.Send(HttpMethod.Get, "/v1/workspace"))
        {
            Assert.Equal(HttpStatusCode.OK, single.StatusCode);
        }

        Assert.False(waiting.IsCompleted);
        running.ForEach(turn => turn.Dispose());
        using var answered = await waiting;
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    static bool IsOfWorkspaces(JsonElement get) =>
        get.GetProperty("security").GetArrayLength() > 0
        && get.GetProperty("description").GetString() != $"Needs the scope `{Scopes.Operate}`.";
}
