using System.Net;
using System.Text;
using System.Text.Json;
using Engagement.Problems;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>The one character that a database's text cannot hold is refused at the door, on both databases.</summary>
public sealed class NullCharacterTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    public static TheoryData<string> Queries { get; } =
    [
        "/v1/customers?search=%00",
        "/v1/customers?after=a%00b",
        "/v1/customers?nobody=reads%00this",
        "/v1/customers?a%00b=1",
        "/v1/alerts?claimedBy=%00",
        "/v1/alerts?customer=%00",
        "/v1/definitions?kind=%00",
        "/v1/definitions/brand/default?version=%00",
        "/v1/events?clock=%00",
        "/v1/messages?before=%00",
        "/?page=%00",
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task In_a_query_it_is_refused_whoever_asks_and_whether_or_not_it_is_read(string path)
    {
        foreach (var client in new[] { product.App.Demo, product.App.Anybody })
        {
            using var answer = await client.Send(HttpMethod.Get, path);
            var problem = await Told.Problem(answer, ProblemKind.Invalid);
            Assert.Single(Told.Pointers(problem));
        }
    }

    [Fact]
    public async Task What_only_looks_like_it_is_text()
    {
        using var answer = await product.App.Demo.Send(HttpMethod.Get, "/v1/customers?search=%2500");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task In_a_definition_it_is_refused_escaped_or_not()
    {
        foreach (var subject in new[] { "\"a\\0b\"", "\"a\\x00b\"", "\"a\\u0000b\"", "a\0b" })
        {
            using var document = new StringContent(
                $"kind: template\nid: nul\nchannel: email\nsubject: {subject}\ntext: x\n",
                Encoding.UTF8, "application/yaml");
            using var answer = await product.App.Demo.Send(HttpMethod.Put, "/v1/definitions/template/nul", document);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(
                "null character", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [PostgresFact]
    public async Task On_PostgreSQL_whoever_sends_it_is_told_400_and_everybody_else_is_served()
    {
        var database = await PostgresServer.Shared.Create();
        await using (var app = await TestApp.Start(settings: $"--ENGAGE_DATABASE={database}"))
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 16).Select(worker => Task.Run(() => Ask(app, worker))));

            Assert.Empty(answers.SelectMany(wrong => wrong));
            Assert.Equal(HttpStatusCode.OK, (await app.Anybody.Send(HttpMethod.Get, "/readyz")).StatusCode);
        }

        await PostgresServer.Shared.Drop(database);
    }

    // Every third request of each brings the character, each in another of its ways.
    static async Task<List<string>> Ask(TestApp app, int worker)
    {
        const int Rounds = 30;
        var wrong = new List<string>();
        for (var i = 0; i < Rounds; i++)
        {
            var bad = (worker + i) % 3 == 0;
            using var answer = bad ? await Bad(app, worker + i) : await Good(app, $"{worker}-{i}");
            if (bad ? (int)answer.StatusCode is not (400 or 401 or 422) : !answer.IsSuccessStatusCode)
            {
                wrong.Add($"{bad} {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }
        }

        return wrong;
    }

    static Task<HttpResponseMessage> Good(TestApp app, string id) => id[^1] % 2 == 0
        ? app.Demo.Send(HttpMethod.Post, "/v1/events", new[] { Shopping.Placed($"c{id}", id) })
        : app.Demo.Send(HttpMethod.Get, "/v1/customers?search=ada");

    static Task<HttpResponseMessage> Bad(TestApp app, int way) => (way / 3 % 6) switch
    {
        0 => app.Demo.Send(HttpMethod.Get, "/v1/customers?search=%00"),
        1 => app.Demo.Send(HttpMethod.Get, "/v1/alerts?claimedBy=%00"),
        2 => app.Anybody.Send(
            HttpMethod.Post, "/v1/session", new { workspace = "demo", name = "a\0", password = "x" }),
        3 => app.Operator.Send(HttpMethod.Post, "/v1/workspaces", new { id = "nul", name = "n", locale = "e\0n" }),
        4 => app.Demo.Send(
            HttpMethod.Post, "/v1/events",
            JsonSerializer.Serialize(Shopping.BadReview("ada", "r", "a\0b"))),
        _ => app.Demo.Send(HttpMethod.Post, "/v1/events", JsonSerializer.Serialize(Shopping.Placed("a\0b", "o"))),
    };
}
