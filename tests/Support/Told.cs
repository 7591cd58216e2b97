using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Problems;

namespace Engagement.Tests.Support;

/// <summary>What an answer says, read the way a careful client reads it.</summary>
static class Told
{
    /// <summary>The problem of an answer that must be one, of this kind.</summary>
    public static async Task<JsonElement> Problem(HttpResponseMessage answer, ProblemKind kind)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == kind.Status, $"{(int)answer.StatusCode}, not {kind.Status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(kind.Type, problem.GetProperty("type").GetString());
        Assert.Equal(kind.Status, problem.GetProperty("status").GetInt32());
        Assert.Equal(kind.Title, problem.GetProperty("title").GetString());
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        Assert.StartsWith("/", problem.GetProperty("instance").GetString(), StringComparison.Ordinal);
        return problem;
    }

    /// <summary>The pointers of a problem.</summary>
    public static string?[] Pointers(JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString())];

    public static async Task<JsonElement> Json(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await Json(answer, HttpStatusCode.OK);
    }

    public static async Task<JsonElement> Json(
        this HttpClient client, HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        using var answer = await client.Send(method, path, body);
        return await Json(answer, expected);
    }

    public static async Task<HttpResponseMessage> Send(
        this HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
        {
            Content = body switch
            {
                null => null,
                string text => new StringContent(text, Encoding.UTF8, "application/json"),
                HttpContent content => content,
                _ => JsonContent.Create(body),
            },
        };
        return await client.SendAsync(request);
    }

    static async Task<JsonElement> Json(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode}, not {(int)expected}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
