using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Events;

namespace Engagement.Tests.Intake;

/// <summary>What an event says decides its answer, however it is written; and what nobody means is refused.</summary>
public sealed class WrittenFormsTests : IAsyncLifetime
{
    const string Opened = "2026-03-02T09:30:00+01:00";

    IntakeHost? _host;

    IntakeHost Host => _host!;

    public async ValueTask InitializeAsync() => _host = await IntakeHost.Start();

    public async ValueTask DisposeAsync() => await _host!.DisposeAsync();

    [Theory]
    [InlineData("order.placed", "/data/total/amount", "8900.0")]
    [InlineData("order.placed", "/data/total/amount", "8.9e3")]
    [InlineData("order.placed", "/data/total/amount", "890000E-2")]
    [InlineData("order.placed", "/data/items/0/quantity", "1.00")]
    [InlineData("review.submitted", "/data/rating", "20e-1")]
    public async Task A_number_that_is_whole_is_one_however_it_is_written(string type, string pointer, string number)
    {
        await Accepted(Event(type, pointer, number));

        var stored = Encoding.UTF8.GetString(Assert.Single(Host.Customers.Taken).Data);
        Assert.DoesNotContain(number, stored, StringComparison.Ordinal);
        EventData.Read(type, Encoding.UTF8.GetBytes(stored));
    }

    [Theory]
    [InlineData("8900.5")]
    [InlineData("1e-3")]
    [InlineData("1.00000000000000000000000000000000001")]
    [InlineData("1000000000001")]
    [InlineData("1e400")]
    public async Task A_number_that_is_not_whole_or_too_large_is_refused(string number) =>
        await Refused(Event("order.placed", "/data/total/amount", number), "/data/total/amount", "out-of-range");

    [Theory]
    [InlineData("2026-03-02t08:30:00z")]
    [InlineData("2026-03-02T08:30:00.000000000000Z")]
    [InlineData("2026-03-02T08:30:00-00:00")]
    [InlineData("2026-03-03T08:29:00+23:59")]
    [InlineData("2026-03-01T15:30:00-17:00")]
    public async Task An_instant_is_one_in_every_form_of_RFC_3339(string instant)
    {
        await Accepted(Event("order.placed", "/occurredAt", $"\"{instant}\""));
        await Accepted(Event("order.placed", "/data/promisedAt", $"\"{instant}\"", id: "other"));

        var (first, second) = (Host.Customers.Taken.First(), Host.Customers.Taken.Last());
        Assert.Equal(DateTimeOffset.Parse(Opened, null), first.OccurredAt);
        var placed = (EventData.OrderPlaced)EventData.Read("order.placed", second.Data);
        Assert.Equal(DateTimeOffset.Parse(Opened, null), placed.PromisedAt);
    }

    [Theory]
    [InlineData("2026-03-02T08:30:00+24:00")]
    [InlineData("2026-03-02T08:30:00+01:60")]
    [InlineData("2026-03-02T08:30:00+0100")]
    [InlineData("2026-03-02T08:30:00")]
    [InlineData("2026-03-02 08:30:00Z")]
    [InlineData("2026-03-02T24:00:00Z")]
    [InlineData("2026-02-29T08:30:00Z")]
    [InlineData("2026-03-02T08:30:60Z")]
    [InlineData("2026-03-02T08:30:00.Z")]
    [InlineData("2026-03-02T08:30:00,5Z")]
    [InlineData("10:00")]
    public async Task What_is_no_instant_of_RFC_3339_is_refused(string text)
    {
        await Refused(Event("order.placed", "/occurredAt", $"\"{text}\""), "/occurredAt", "wrong-form");
        await Refused(Event("order.placed", "/data/promisedAt", $"\"{text}\""), "/data/promisedAt", "wrong-form");
    }

    [Theory]
    [InlineData("/data/total/currency", "XYZ", "No currency that money is paid in has this code.")]
    [InlineData("/data/total/currency", "XTS", "No currency that money is paid in has this code.")]
    [InlineData("/data/total/currency", "XXX", "No currency that money is paid in has this code.")]
    [InlineData("/data/total/currency", "XAU", "No currency that money is paid in has this code.")]
    [InlineData("/data/total/currency", "eur", "It does not have that form.")]
    [InlineData("/data/contact/country", "XX", "No country has this code.")]
    [InlineData("/data/contact/country", "UK", "No country has this code.")]
    [InlineData("/data/contact/timeZone", "localtime", "IANA knows no zone of this name.")]
    [InlineData("/data/contact/timeZone", "posixrules", "IANA knows no zone of this name.")]
    [InlineData("/data/contact/timeZone", "Factory", "IANA knows no zone of this name.")]
    [InlineData("/data/contact/timeZone", "right/UTC", "IANA knows no zone of this name.")]
    [InlineData("/data/contact/timeZone", "posix/Europe/Berlin", "IANA knows no zone of this name.")]
    public async Task A_name_that_only_a_platform_knows_is_refused(string pointer, string name, string reason)
    {
        var refused = await Refused(Event("order.placed", pointer, $"\"{name}\""), pointer, "wrong-form");
        Assert.Equal(reason, refused.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("/data/total/currency", "CLF")]
    [InlineData("/data/total/currency", "UYW")]
    [InlineData("/data/total/currency", "HRK")]
    [InlineData("/data/contact/country", "XK")]
    [InlineData("/data/contact/timeZone", "Asia/Calcutta")]
    [InlineData("/data/contact/timeZone", "Etc/GMT+12")]
    [InlineData("/data/contact/locale", "und")]
    public async Task A_name_of_the_standard_is_taken(string pointer, string name) =>
        await Accepted(Event("order.placed", pointer, $"\"{name}\""));

    [Theory]
    [InlineData("https://shop.example/kettle")]
    [InlineData("HTTPS://Shop.Example")]
    [InlineData("http://user:secret@shop.example:8443/a?b=c&d=%20#e")]
    [InlineData("http://[2001:db8::1]:80/")]
    [InlineData("http://192.0.2.7")]
    [InlineData("https://шоп.рф/чайник?цвет=красный")]
    [InlineData("https://shop.example?q={a|b}^`\\\\[1]")]
    [InlineData("https://shop.example/a:b@c")]
    [InlineData("https://shop_1.example./")]
    [InlineData("https://localhost:")]
    public async Task Any_absolute_address_of_the_web_is_taken_as_clicked(string url) =>
        await Accepted(Event("message.clicked", "/data/url", $"\"{url}\""));

    [Theory]
    [InlineData("/kettle", "It is relative, or not of http or https.")]
    [InlineData("//shop.example/kettle", "It is relative, or not of http or https.")]
    [InlineData("//shop.example/?to=https://x.example", "It is relative, or not of http or https.")]
    [InlineData("mailto:ada@example.com", "It is relative, or not of http or https.")]
    [InlineData("javascript:alert(1)//https://x", "Its scheme is neither http nor https.")]
    [InlineData("ftp://shop.example/", "Its scheme is neither http nor https.")]
    [InlineData("https:///kettle", "It has no host.")]
    [InlineData("https://?q=1", "It has no host.")]
    [InlineData("https://user@:80/", "It has no host.")]
    [InlineData("https://shop.example:port/", "Its host or its port is none.")]
    [InlineData("https://shop.example/a b",
        "It has white space or a control character, U+0020; URLs write it percent-encoded.")]
    [InlineData("https://shop.example/a\\nb",
        "It has white space or a control character, U+000A; URLs write it percent-encoded.")]
    [InlineData("https://shop.example/<b>", "It has a '<'; URLs write it percent-encoded.")]
    public async Task What_is_none_is_refused_with_what_is_wrong_with_it(string url, string reason)
    {
        var refused = await Refused(Event("message.clicked", "/data/url", $"\"{url}\""), "/data/url", "wrong-form");
        Assert.Equal(reason, refused.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("/id")]
    [InlineData("/source")]
    [InlineData("/customer")]
    [InlineData("/data/orderId")]
    [InlineData("/data/items/0/productId")]
    public async Task An_id_that_nobody_sees_or_means_is_refused_wherever_it_stands(string pointer)
    {
        string[] ids = [" ", "\\u00a0", "\\u3000", "\\u2800", "ada ", " ada", "ada\\u2800", "null", "undefined", "NaN",
            "[object Object]", ""];
        foreach (var id in ids)
        {
            await Refused(Event("order.placed", pointer, $"\"{id}\""), pointer, "wrong-form");
        }

        await Accepted(Event("order.placed", pointer, "\"a b\""));
        await Accepted(Event("order.placed", pointer, $"\"{new string('x', 200)}\"", pointer == "/id" ? null : "long"));
        await Refused(Event("order.placed", pointer, $"\"{new string('x', 201)}\""), pointer, "wrong-form");
    }

    [Theory]
    [InlineData("1001", "1001")]
    [InlineData("1001.0", "1001")]
    [InlineData("\"1001\"", "1001")]
    [InlineData("null", null)]
    public async Task An_order_that_custom_data_names_by_number_is_that_order(string written, string? order)
    {
        await Accepted(Event("custom.install", "/data/orderId", written));

        Assert.Equal(order, EventData.Read("custom.install", Assert.Single(Host.Customers.Taken).Data).Order);
    }

    [Theory]
    [InlineData("1001.5", "wrong-type")]
    [InlineData("1e30", "wrong-type")]
    [InlineData("true", "wrong-type")]
    [InlineData("{\"id\":\"1001\"}", "wrong-type")]
    [InlineData("[\"1001\"]", "wrong-type")]
    [InlineData("\" 1001\"", "wrong-form")]
    [InlineData("\"undefined\"", "wrong-form")]
    [InlineData("\"\"", "wrong-form")]
    public async Task An_order_id_in_custom_data_that_is_none_is_refused_and_not_passed_over(
        string written, string code) =>
        await Refused(Event("custom.install", "/data/orderId", written), "/data/orderId", code);

    [Fact]
    public async Task An_event_has_one_size_however_its_characters_are_written()
    {
        (string Text, int Fits, int Over)[] texts =
            [("ก", 12_000, 22_000), ("a", 50_000, 66_000), ("😀", 12_000, 16_500), ("/", 50_000, 66_000),
            ("\"", 25_000, 33_000)];
        foreach (var (text, fits, over) in texts)
        {
            await Accepted(Event("custom.long", "/data/text", Written(text, fits, escape: false), text));
            var again = await Answer(Event("custom.long", "/data/text", Written(text, fits, escape: true), text));
            Assert.Equal("duplicate", again.GetProperty("status").GetString());
            await Refused(Event("custom.long", "/data/text", Written(text, over, escape: false)), "", "too-large");
            await Refused(Event("custom.long", "/data/text", Written(text, over, escape: true)), "", "too-large");
        }
    }

    [Fact]
    public async Task A_type_may_be_escaped_as_every_text()
    {
        var name = "custom." + new string('a', 93);
        var escaped = string.Concat(name.Select(c => $"\\u{(int)c:x4}"));

        await Accepted(Event("custom.x", "/type", $"\"{escaped}\""));
        Assert.Equal(name, Assert.Single(Host.Customers.Taken).Type);
        await Refused(Event("custom.x", "/type", $"\"{escaped}\\u0061\""), "/type", "unknown-type");
    }

    [Fact]
    public async Task Of_one_id_for_several_customers_the_first_is_taken_and_the_others_are_conflicts()
    {
        var slow = new TaskCompletionSource();
        Host.Customers.Slow["shop/a"] = slow.Task;
        var body = "[" + string.Join(',', new[] { "a", "b", "c", "b" }.Select((customer, i) =>
            Event("order.paid", "/customer", $"\"{customer}\"", i == 3 ? "later" : "same"))) + "]";

        var answering = Host.Post(body);
        await Host.Customers.CalledFor("shop/a");
        slow.SetResult();
        using var answer = await answering;

        var items = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("items");
        Assert.Equal(
            ["accepted", "conflict", "conflict", "accepted"],
            items.EnumerateArray().Select(item => item.TryGetProperty("code", out var code)
                ? code.GetString()
                : item.GetProperty("status").GetString()));
        Assert.Equal(["shop/b", "shop/b"], Host.Customers.Calls.Where(call => call.Key == "shop/b")
            .SelectMany(call => call.Delivery.Events.Select(_ => call.Key)));
    }

    static string Written(string text, int times, bool escape) => '"' + string.Concat(Enumerable.Repeat(
        escape ? string.Concat(text.Select(c => $"\\u{(int)c:x4}"))
        : text == "\"" ? "\\\""
        : text, times)) + '"';

    /// <summary>The type's example, with one value written in this way.</summary>
    static string Event(string type, string pointer, string written, string? id = null)
    {
        const string Mark = "MARK";
        var e = EventTypes.Find(type)!.ExampleEvent();
        e["type"] = type;
        e["id"] = id ?? type;
        JsonNode node = e;
        var path = pointer[1..].Split('/');
        foreach (var part in path[..^1])
        {
            node = node is JsonArray list ? list[int.Parse(part, null)]! : node[part] ??= new JsonObject();
        }

        node[path[^1]] = Mark;
        return e.ToJsonString().Replace($"\"{Mark}\"", written, StringComparison.Ordinal);
    }

    async Task Accepted(string json)
    {
        var answer = await Answer(json);
        Assert.True(answer.GetProperty("status").GetString() == "accepted", $"{answer} {Beginning(json)}");
    }

    async Task<JsonElement> Refused(string json, string pointer, string code)
    {
        var answer = await Answer(json);
        Assert.True(
            answer.TryGetProperty("code", out var told) && told.GetString() == code,
            $"{answer} {Beginning(json)}");
        Assert.Equal(pointer, answer.GetProperty("pointer").GetString());
        return answer;
    }

    static string Beginning(string json) => json[..Math.Min(300, json.Length)];

    async Task<JsonElement> Answer(string json)
    {
        using var answer = await Host.Post(json);
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync())
            .RootElement.GetProperty("items")[0].Clone();
    }
}
