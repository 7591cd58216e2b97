using System.Net;
using System.Text;
using Engagement.Problems;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>Publishing over HTTP: what makes a version, and what does not.</summary>
public sealed class DefinitionTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    const string Path = "/v1/definitions/brand/kettles";

    [Fact]
    public async Task The_same_text_once_more_is_the_version_that_is_there()
    {
        using var shop = await product.App.Workspace("same-text");

        var first = await shop.Json(HttpMethod.Put, Path, Brand("Kettles"), HttpStatusCode.Created);
        var again = await shop.Json(HttpMethod.Put, Path, Brand("Kettles"), HttpStatusCode.OK);
        var other = await shop.Json(HttpMethod.Put, Path, Brand("Pots"), HttpStatusCode.Created);
        var back = await shop.Json(HttpMethod.Put, Path, Brand("Kettles"), HttpStatusCode.Created);

        Assert.Equal(first.ToString(), again.ToString());
        Assert.Equal(
            [1, 2, 3],
            new[] { first, other, back }.Select(version => version.GetProperty("version").GetInt32()));
    }

    [Theory]
    [InlineData("If-Match", "\"1\"", 412)]
    [InlineData("If-Match", "\"2\"", 200)]
    [InlineData("If-None-Match", "*", 412)]
    public async Task The_same_text_is_held_to_the_version_that_its_author_has_seen(
        string header, string tag, int status)
    {
        using var shop = await product.App.Workspace($"seen-{Guid.NewGuid():N}"[..20]);
        await shop.Send(HttpMethod.Put, Path, Brand("Pots"));
        await shop.Send(HttpMethod.Put, Path, Brand("Kettles"));

        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(Path, UriKind.Relative))
        {
            Content = Brand("Kettles"),
            Headers = { { header, tag } },
        };
        using var answer = await shop.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 412)
        {
            await Told.Problem(answer, ProblemKind.VersionMoved);
        }
    }

    static StringContent Brand(string name) =>
        new($"kind: brand\nid: kettles\nname: {name}\n", Encoding.UTF8, "application/yaml");
}
