using System.Net;
using System.Text.Json;
using Engagement.Access;
using Engagement.Customers;
using Engagement.DeadLetters;
using Engagement.Storage;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>What was given up is dealt with in one go: counted first, and never more than was counted.</summary>
public sealed class DeadLetterTests
{
    [Fact]
    public async Task Many_are_counted_first_and_then_sent_again_and_the_journal_knows_by_whom()
    {
        await using var shop = await Failed("ada", "bob", "cem");
        var agent = await shop.Agent("bea");
        Assert.Equal(3, (await All(agent, "retry", new { })).Left);
        var count = await All(agent, "retry", new { channel = "email", reason = "5.6.0", template = "hello" });
        Assert.Equal((0, 3), (count.Done, count.Left));
        Assert.Equal(3, (await Letters(shop)).Length);
        shop.Says(MailShop.Accepts);

        var done = await All(agent, "retry", new { count.GivenUpUntil, reason = "5.6.0", expect = 3 });

        Assert.Equal((3, 0), (done.Done, done.Left));
        foreach (var customer in (string[])["ada", "bob", "cem"])
        {
            Assert.Equal("sent", (await shop.Settled(customer)).GetProperty("status").GetString());
            var newest = (await shop.Client.Json($"/v1/customers/{customer}/timeline")).GetProperty("items")[0];
            var fact = newest.GetProperty("facts")[0];
            Assert.Equal("effect-retried", fact.GetProperty("fact").GetString());
            Assert.Equal("bea", fact.GetProperty("agent").GetString());
        }
    }

    [Fact]
    public async Task What_was_not_counted_is_not_touched()
    {
        await using var shop = await Failed("ada", "bob");
        var count = await All(shop.Client, "retry", new { });
        await Fail(shop, "cem");

        // It was given up after the count, so it does not match, and the others do.
        var (said, until) = (new { count.GivenUpUntil, expect = 3 }, new { count.GivenUpUntil, expect = 2 });
        var refused = await shop.Client.Json(
            HttpMethod.Post, "/v1/dead-letters/dismiss", said, HttpStatusCode.Conflict);
        Assert.Contains("2 match by now, and 3 were expected", refused.GetProperty("detail").GetString()!,
            StringComparison.Ordinal);
        Assert.Equal(3, (await Letters(shop)).Length);
        await shop.Client.Json(
            HttpMethod.Post, "/v1/dead-letters/dismiss", new { expect = 3 }, HttpStatusCode.BadRequest);

        var done = await All(shop.Client, "dismiss", until);
        Assert.Equal((2, 0), (done.Done, done.Left));
        Assert.Equal("cem", Assert.Single(await Letters(shop)).GetProperty("customerId").GetString());
    }

    [Fact]
    public async Task What_was_let_go_never_leaves_and_its_message_says_who_it_was()
    {
        await using var shop = await Failed("ada");
        var agent = await shop.Agent("bea");
        var row = Assert.Single(await Letters(shop)).GetProperty("row").GetInt64();

        await agent.Json(HttpMethod.Post, $"/v1/dead-letters/{row}/dismiss", null, HttpStatusCode.Accepted);
        await agent.Json(HttpMethod.Post, $"/v1/dead-letters/{row}/dismiss", null, HttpStatusCode.NotFound);
        await agent.Json(HttpMethod.Post, $"/v1/dead-letters/{row}/retry", null, HttpStatusCode.NotFound);

        var line = await shop.Newest();
        Assert.Equal("withheld", line.GetProperty("status").GetString());
        Assert.StartsWith("bea let it go. The mail relay answered 554", line.GetProperty("reason").GetString(),
            StringComparison.Ordinal);
        Assert.Empty(await Letters(shop));
    }

    [Fact]
    public async Task A_customers_follow_ups_are_not_to_be_let_go_for_there_would_be_no_way_back()
    {
        var letter = new DeadLetter(1, "ada", "wake", WakeAgain.Name, 4, "It ended.", default, default);

        // Nobody is asked: neither the customer nor the store is there.
        var acts = new DeadLetterActs(null!, null!, TimeProvider.System);

        Assert.False(await acts.Do(
            new("shop", "bea", CallerKind.Agent, "stamp"), letter, DeadLetterAct.Dismiss));
    }

    [Fact]
    public async Task One_call_does_so_many_and_says_how_many_are_left()
    {
        await using var shop = await MailShop.Start();
        shop.Says("554 5.6.0 not so");
        var many = DeadLetterActs.PerCall + 1;
        await shop.Lives("ada@example.com");
        for (var n = 0; n < many; n++)
        {
            await shop.Hears("custom.hello", new { });
        }

        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var count = await All(shop.Client, "dismiss", new { });
        for (var patience = 0; count.Left < many && patience < 600; patience++)
        {
            await pace.WaitForNextTickAsync();
            count = await All(shop.Client, "dismiss", new { });
        }

        var first = await All(shop.Client, "dismiss", new { count.GivenUpUntil, expect = many });
        Assert.Equal((DeadLetterActs.PerCall, 1), (first.Done, first.Left));
        var second = await All(shop.Client, "dismiss", new { first.GivenUpUntil, expect = first.Left });
        Assert.Equal((1, 0), (second.Done, second.Left));
    }

    [Theory]
    [InlineData("channel=email", 2)]
    [InlineData("channel=webhook", 0)]
    [InlineData("customer=ada", 1)]
    [InlineData("reason=not%20this", 0)]
    [InlineData("template=hello", 2)]
    [InlineData("givenUpUntil=2020-01-01T00:00:00Z", 0)]
    [InlineData("givenUpFrom=2020-01-01T00:00:00Z", 2)]
    public async Task The_list_is_filtered_by_the_same(string query, int found)
    {
        await using var shop = await Failed("ada", "bob");

        var letters = (await shop.Client.Json($"/v1/dead-letters?{query}")).GetProperty("items");

        Assert.Equal(found, letters.GetArrayLength());
    }

    static async Task<MailShop> Failed(params string[] customers)
    {
        var shop = await MailShop.Start();
        shop.Says("554 5.6.0 not so");
        foreach (var customer in customers)
        {
            await Fail(shop, customer);
        }

        return shop;
    }

    static async Task Fail(MailShop shop, string customer)
    {
        await shop.Lives($"{customer}@example.com", customer);
        await shop.Writes(customer);
        Assert.Equal("failed", (await shop.Settled(customer)).GetProperty("status").GetString());
    }

    static async Task<JsonElement[]> Letters(MailShop shop) =>
        [.. (await shop.Client.Json("/v1/dead-letters")).GetProperty("items").EnumerateArray()];

    static async Task<DeadLetterAnswer> All(HttpClient client, string act, object said) =>
        (await client.Json(HttpMethod.Post, $"/v1/dead-letters/{act}", said, HttpStatusCode.OK))
            .Deserialize<DeadLetterAnswer>(TestApp.Json)!;
}
