using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>The console's files travel compressed and once; what the API says is never compressed.</summary>
public sealed partial class ConsoleFileTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    [Fact]
    public async Task A_hashed_file_is_sent_compressed_to_be_kept_for_ever()
    {
        var path = await Script();
        using var plain = await Get(path);
        using var packed = await Get(path, "br, gzip");

        Assert.Equal("br", packed.Content.Headers.ContentEncoding.Single());
        Assert.Contains("Accept-Encoding", packed.Headers.Vary);
        Assert.Equal("public, max-age=31536000, immutable", packed.Headers.CacheControl!.ToString());
        var bytes = await packed.Content.ReadAsByteArrayAsync();
        var whole = await plain.Content.ReadAsByteArrayAsync();
        Assert.True(bytes.Length * 3 < whole.Length, $"{bytes.Length} bytes instead of {whole.Length}.");
        using var unpacked = new MemoryStream();
        await new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress).CopyToAsync(unpacked);
        Assert.Equal(whole, unpacked.ToArray());
    }

    [Fact]
    public async Task The_page_is_asked_for_anew_and_sent_only_when_it_has_changed()
    {
        var script = await Script();
        using var page = await Get("/", "gzip");
        Assert.Equal("no-cache", page.Headers.CacheControl!.ToString());
        Assert.Equal("gzip", page.Content.Headers.ContentEncoding.Single());

        foreach (var path in (string[])["/", script])
        {
            using var first = await Get(path, "br");
            using var again = await Get(path, "br", first.Headers.ETag);
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }
    }

    [Theory]
    [InlineData("/v1/event-types")]
    [InlineData("/v1/nothing")]
    [InlineData("/openapi/v1.json")]
    public async Task What_the_API_says_is_never_compressed(string path)
    {
        using var answer = await Get(path, "br, gzip");

        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    // They are there where Node was when the api was built.
    async Task<string> Script()
    {
        Assert.SkipUnless(
            File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html")),
            "The console was not built: install Node and build again.");
        using var page = await Get("/");
        return Source().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;
    }

    async Task<HttpResponseMessage> Get(string path, string? encodings = null, EntityTagHeaderValue? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = product.App.Demo.DefaultRequestHeaders.Authorization;
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encodings);
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        return await product.App.Anybody.SendAsync(request);
    }

    [GeneratedRegex("src=\"(/assets/[^\"]+\\.js)\"")]
    private static partial Regex Source();
}
