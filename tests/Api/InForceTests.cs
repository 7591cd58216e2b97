using System.Net;
using System.Text;
using System.Text.Json;
using Engagement.Problems;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>What is in force is decided by acts of their own: publishing one thing never changes another.</summary>
public sealed class InForceTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    const string Acme = "kind: brand\nid: acme\nname: ACME\n";

    [Fact]
    public async Task Publishing_a_brand_changes_no_letter_until_it_is_chosen_and_there_is_a_way_back()
    {
        using var shop = await Shop();
        await Publish(shop, "brand/acme", Acme);
        var before = await Letter(shop, "o1");
        Assert.Contains("Your shop", before.Text, StringComparison.Ordinal);

        await Done(shop, HttpMethod.Put, "/v1/definitions/default-brand", new { brand = "acme" });
        Assert.Contains("ACME", (await Letter(shop, "o2")).Text, StringComparison.Ordinal);
        Assert.Equal(before.Text, await Text(shop, before.Row));
        Assert.True((await Line(shop, "brand", "acme")).GetProperty("isDefault").GetBoolean());

        await Done(shop, HttpMethod.Put, "/v1/definitions/default-brand", new { brand = "default" });
        Assert.Contains("Your shop", (await Letter(shop, "o3")).Text, StringComparison.Ordinal);
        var act = Assert.Single((await shop.Json("/v1/definitions?kind=standing")).GetProperty("items")
            .EnumerateArray());
        Assert.Equal(("key:a key", 2), (act.GetProperty("author").GetString(), act.GetProperty("version").GetInt32()));
        using var unknown = await shop.Send(HttpMethod.Put, "/v1/definitions/default-brand", new { brand = "acm" });
        await Told.Problem(unknown, ProblemKind.NotFound);
    }

    [Fact]
    public async Task A_journey_and_a_template_choose_their_brand_by_name_the_template_first()
    {
        using var shop = await Shop();
        await Publish(shop, "brand/acme", Acme);
        await Publish(shop, "brand/bits", "kind: brand\nid: bits\nname: BITS\n");
        await Publish(shop, "journey/thank-you", await Source(shop, "journey/thank-you") + "brand: acme\n");
        Assert.Contains("ACME", (await Letter(shop, "o1")).Text, StringComparison.Ordinal);

        await Publish(shop, "template/thank-you", await Source(shop, "template/thank-you") + "brand: bits\n");
        Assert.Contains("BITS", (await Letter(shop, "o2")).Text, StringComparison.Ordinal);

        var verdict = await shop.Json(
            HttpMethod.Post, "/v1/definitions/validate",
            await Source(shop, "template/delayed") + "brand: amce\n", HttpStatusCode.OK);
        var problem = Assert.Single(verdict.GetProperty("problems").EnumerateArray());
        Assert.Equal(
            "No brand 'amce' is in force: did you mean acme?", problem.GetProperty("message").GetString());
    }

    [Fact]
    public async Task An_earlier_version_is_put_in_force_again_until_the_next_is_published()
    {
        using var shop = await Shop();
        await Publish(shop, "template/thank-you", "kind: template\nid: thank-you\nsubject: Two\ntext: Two\n");
        Assert.Equal("Two", (await Letter(shop, "o1")).Text.Trim());

        await Done(shop, HttpMethod.Put, "/v1/definitions/template/thank-you/in-force", new { version = 1 });
        Assert.Contains("Your shop", (await Letter(shop, "o2")).Text, StringComparison.Ordinal);
        var line = await Line(shop, "template", "thank-you");
        Assert.Equal((2, 1), (line.GetProperty("version").GetInt32(), line.GetProperty("inForce").GetInt32()));

        await Publish(shop, "template/thank-you", "kind: template\nid: thank-you\nsubject: Two\ntext: Two\n");
        Assert.Equal("Two", (await Letter(shop, "o3")).Text.Trim());
        Assert.Equal(3, (await Line(shop, "template", "thank-you")).GetProperty("inForce").GetInt32());
        using var unknown = await shop.Send(
            HttpMethod.Put, "/v1/definitions/template/thank-you/in-force", new { version = 9 });
        await Told.Problem(unknown, ProblemKind.NotFound);
    }

    [Fact]
    public async Task What_is_taken_out_of_force_begins_nothing_and_what_others_need_stays()
    {
        using var shop = await Shop();
        await Refused(shop, "template/thank-you", "the journey 'thank-you'");
        await Refused(shop, "template/layout", "the template 'delayed'");
        await Refused(shop, "brand/default", "the workspace, whose default it is");

        await Done(shop, HttpMethod.Delete, "/v1/definitions/journey/thank-you/in-force");
        await Done(shop, HttpMethod.Delete, "/v1/definitions/template/thank-you/in-force");
        await shop.Tell(Shopping.Placed("ada", "o1"));
        Assert.Empty((await shop.Json("/v1/customers/ada/messages")).GetProperty("items").EnumerateArray());
        Assert.False((await Line(shop, "journey", "thank-you")).TryGetProperty("inForce", out var none)
            && none.ValueKind != JsonValueKind.Null);

        using var alone = await shop.Send(
            HttpMethod.Put, "/v1/definitions/journey/thank-you/in-force", new { version = 1 });
        Assert.Contains(
            "No template 'thank-you' is published",
            (await Told.Problem(alone, ProblemKind.DefinitionInvalid)).GetProperty("problems")[0].ToString(),
            StringComparison.Ordinal);
        await Done(shop, HttpMethod.Put, "/v1/definitions/template/thank-you/in-force", new { version = 1 });
        await Done(shop, HttpMethod.Put, "/v1/definitions/journey/thank-you/in-force", new { version = 1 });
        Assert.Contains("Your shop", (await Letter(shop, "o2")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_earlier_version_that_would_break_what_uses_it_now_stays_out_of_force()
    {
        using var shop = await Shop();
        const string Frame = "kind: template\nid: frame\nsubject: Frame\ntext: ";
        await Publish(shop, "template/frame", Frame + "No place\n");
        await Publish(shop, "template/frame", Frame + "\"{{ content }}\"\n");
        await Publish(
            shop, "template/framed", "kind: template\nid: framed\nlayout: frame\nsubject: Framed\ntext: Words\n");

        using var refused = await shop.Send(
            HttpMethod.Put, "/v1/definitions/template/frame/in-force", new { version = 1 });

        await Told.Problem(refused, ProblemKind.DefinitionInvalid);
        Assert.Equal(2, (await Line(shop, "template", "frame")).GetProperty("inForce").GetInt32());
    }

    [Fact]
    public async Task Points_are_earned_by_the_programmes_in_force_only()
    {
        using var shop = await Shop();
        await Done(shop, HttpMethod.Delete, "/v1/definitions/programme/points/in-force");

        await shop.Tell(Shopping.Placed("ada", "o1"));

        Assert.Equal(0, (await shop.Json("/v1/customers/ada/points")).GetProperty("pending").GetInt64());
    }

    async Task<HttpClient> Shop() => await product.App.Workspace($"force-{Guid.NewGuid():N}"[..20]);

    static async Task Refused(HttpClient shop, string definition, string because)
    {
        using var answer = await shop.Send(HttpMethod.Delete, $"/v1/definitions/{definition}/in-force");
        var problem = await Told.Problem(answer, ProblemKind.DefinitionInUse);
        Assert.Contains(because, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    static async Task Done(HttpClient shop, HttpMethod method, string path, object? body = null) =>
        await shop.Json(method, path, body, HttpStatusCode.NoContent);

    static Task<JsonElement> Publish(HttpClient shop, string definition, string text) => shop.Json(
        HttpMethod.Put,
        $"/v1/definitions/{definition}",
        new StringContent(text, Encoding.UTF8, "application/yaml"),
        HttpStatusCode.Created);

    static async Task<string> Source(HttpClient shop, string definition) =>
        (await shop.Json($"/v1/definitions/{definition}")).GetProperty("text").GetString()!;

    static async Task<JsonElement> Line(HttpClient shop, string kind, string id) =>
        (await shop.Json($"/v1/definitions?kind={kind}")).GetProperty("items").EnumerateArray()
            .Single(line => line.GetProperty("id").GetString() == id);

    /// <summary>The thank-you for one more order.</summary>
    static async Task<(long Row, string Text)> Letter(HttpClient shop, string order)
    {
        await shop.Tell(Shopping.Placed("ada", order));
        var row = (await shop.Json("/v1/customers/ada/messages")).GetProperty("items")[0].GetProperty("row").GetInt64();
        return (row, await Text(shop, row));
    }

    static async Task<string> Text(HttpClient shop, long row) =>
        (await shop.Json($"/v1/messages/{row}/content")).GetProperty("text").GetString()!;
}
