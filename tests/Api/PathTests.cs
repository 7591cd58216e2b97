using System.Net;
using System.Text.Json;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>Ids may hold what addresses are made of, and are found all the same.</summary>
public sealed class PathTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    [Theory]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("100%")]
    [InlineData("a?b#c&d")]
    [InlineData("timeline")]
    [InlineData("...")]
    [InlineData("né")]
    [InlineData("😀 with spaces")]
    [InlineData("سلام")]
    [InlineData("semi;colon=1")]
    public async Task A_customer_is_found_by_any_id(string id)
    {
        var demo = product.App.Demo;
        await demo.Tell(Shopping.Placed(id, $"order of {id}"));

        // The client must not tidy the path up; a proxy in between would not either.
        var path = Uri.EscapeDataString(id).Replace(".", "%2E", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri($"{product.App.Address}v1/customers/{path}", new UriCreationOptions
            {
                DangerousDisablePathAndQueryCanonicalization = true,
            }));
        using var answer = await demo.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        Assert.Equal(id, JsonDocument.Parse(text).RootElement.GetProperty("customerId").GetString());
    }

    [Theory]
    [InlineData("%FF")]
    [InlineData("%")]
    [InlineData("%zz")]
    [InlineData("a%E2%80%8Bb")]
    public async Task What_is_no_id_is_not_found(string segment)
    {
        using var answer = await product.App.Demo.Send(HttpMethod.Get, $"/v1/customers/{segment}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
