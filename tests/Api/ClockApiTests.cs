using System.Net;
using Engagement.Storage;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Api;

/// <summary>What an operator finds, and does, after the machine's clock was ahead.</summary>
public sealed class ClockApiTests
{
    [Fact]
    public async Task A_customer_whose_time_is_ahead_is_found_and_set_right()
    {
        await using var app = await TestApp.Start();
        using var shop = await app.Workspace("shop", rehearsal: false);
        var ahead = DateTimeOffset.Parse("2090-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        var turn = Turns.Took(new("shop", "ada"), 0, "e1");
        await app.Services.GetRequiredService<ICustomerStore>().Commit(
            turn with
            {
                Entries = [turn.Entries[0] with { At = ahead, Facts = "[]"u8.ToArray() }],
                Row = turn.Row with { LastSeenAt = ahead },
                Outbox = [Turns.Effect("m1", "nowhere", ahead)],
            },
            default);

        var found = await app.Operator.Json("/v1/clock");
        Assert.Equal((1, 1), (found.GetProperty("customers").GetInt64(), found.GetProperty("effects").GetInt64()));
        var done = await app.Operator.Json(HttpMethod.Post, "/v1/clock/set-right", null, HttpStatusCode.OK);
        Assert.Equal(1, done.GetProperty("customers").GetInt64());

        var left = await app.Operator.Json("/v1/clock");
        Assert.All(left.EnumerateObject(), member => Assert.Equal(0, member.Value.GetInt64()));
        using var refused = await shop.GetAsync(new Uri("/v1/clock", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
