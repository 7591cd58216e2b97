using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Events;
using Engagement.Schema;
using Engagement.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Engagement.Tests.Intake;

/// <summary>Whole events: what is taken, and what each bad one is told.</summary>
public sealed class EventReaderTests
{
    static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    const string Paid =
        """{"id":"e1","type":"order.paid","occurredAt":"2026-03-02T09:30:00+01:00","customer":"ada" """ +
        ""","data":{"orderId":"1"}}""";

    const string Placed =
        """
        {"id":"e1","type":"order.placed","occurredAt":"2026-03-02T09:30:00Z","customer":"ada","data":{"orderId":"1",
        "total":{"amount":100,"currency":"EUR"},"items":[{"productId":"p","quantity":1}]}}
        """;

    [Fact]
    public void A_good_event_is_read_with_its_data_as_it_was_sent()
    {
        var envelope = Taken(Paid);

        Assert.Equal("e1", envelope.Id);
        Assert.Equal("order.paid", envelope.Type);
        Assert.Equal("api", envelope.Source);
        Assert.Equal("ada", envelope.Customer);
        Assert.Equal(new(2026, 3, 2, 8, 30, 0, TimeSpan.Zero), envelope.OccurredAt);
        Assert.Equal(TimeSpan.Zero, envelope.OccurredAt.Offset);
        Assert.Equal("""{"orderId":"1"}""", Encoding.UTF8.GetString(envelope.Data));
    }

    [Property(MaxTest = 2_000 / Cases.Divisor, EndSize = 8)]
    public Property An_event_with_any_flaw_is_read_or_refused_with_a_reason() => Prop.ForAll(
        Flawed.Any([Paid, Placed], "{}[]:,\"\\ \n\0aeu09-+.TZ\ud800\u200b\uffff"),
        flawed => ReadsOrSaysWhy(Encoding.UTF8.GetBytes(flawed.Text)));

    [Property(MaxTest = 2_000 / Cases.Divisor)]
    public Property Any_bytes_are_read_or_refused_with_a_reason() => Prop.ForAll(
        Flawed.Some(from value in Gen.Choose(0, 255) select (byte)value), ReadsOrSaysWhy);

    [Fact]
    public void The_type_may_come_after_the_data()
    {
        const string Late =
            """{"data":{"orderId":"e\u0301"},"customer":"ada","occurredAt":"2026-03-02T09:30:00Z","id":"e1" """ +
            ""","type":"order.paid"}""";

        Assert.Equal("""{"orderId":"\u00E9"}""", Encoding.UTF8.GetString(Taken(Late).Data));
        Assert.Equal(
            [("missing-member", "/data/orderId")],
            Refused(Late.Replace("orderId", "order", StringComparison.Ordinal)).Where(m => m.Code == "missing-member")
                .Select(m => (m.Code, m.Pointer)));
    }

    [Fact]
    public void Ids_inside_the_data_are_normalised_too()
    {
        var envelope = Taken(Paid.Replace("\"1\"", "\"cafe\u0301\"", StringComparison.Ordinal));

        Assert.Equal(new EventData.OrderPaid("caf\u00e9"), EventData.Read(envelope.Type, envelope.Data));
    }

    [Theory]
    [InlineData("\"1\"", "1", "wrong-type", "/data/orderId")]
    [InlineData("\"1\"", "null", "wrong-type", "/data/orderId")]
    [InlineData("\"1\"", "\"\"", "wrong-form", "/data/orderId")]
    [InlineData("\"1\"", "{}", "wrong-type", "/data/orderId")]
    [InlineData("\"1\"", "\"a\\u0000b\"", "wrong-form", "/data/orderId")]
    [InlineData("\"1\"", "\"a\\ud800b\"", "wrong-form", "/data/orderId")]
    [InlineData("\"1\"", "\"a\u200Bb\"", "wrong-form", "/data/orderId")]
    [InlineData("{\"orderId\":\"1\"}", "[]", "wrong-type", "/data")]
    [InlineData("{\"orderId\":\"1\"}", "{}", "missing-member", "/data/orderId")]
    [InlineData("{\"orderId\":\"1\"}", "{\"orderId\":\"1\",\"orderId\":\"1\"}", "duplicate-member", "/data/orderId")]
    [InlineData("{\"orderId\":\"1\"}", "{\"orderId\":\"1\",\"a/b~c\":1}", "unknown-member", "/data/a~1b~0c")]
    [InlineData("\"id\":\"e1\",", "", "missing-member", "/id")]
    [InlineData("\"id\":\"e1\"", "\"id\":\"e1\",\"id\":\"e2\"", "duplicate-member", "/id")]
    [InlineData("\"id\":\"e1\"", "\"id\":7", "wrong-type", "/id")]
    [InlineData("\"id\":\"e1\"", "\"id\":\"a\\nb\"", "wrong-form", "/id")]
    [InlineData("\"id\":\"e1\"", "\"id\":\"e1\",\"workspace\":\"other\"", "unknown-member", "/workspace")]
    [InlineData("\"id\":\"e1\"", "\"id\":\"e1\",\"__proto__\":{}", "unknown-member", "/__proto__")]
    [InlineData("order.paid", "order.exploded", "unknown-type", "/type")]
    [InlineData("\"order.paid\"", "7", "wrong-type", "/type")]
    [InlineData("2026-03-02T09:30:00+01:00", "2026-03-02T09:30:00", "wrong-form", "/occurredAt")]
    [InlineData("2026-03-02T09:30:00+01:00", "2026-03-02", "wrong-form", "/occurredAt")]
    [InlineData("2026-03-02T09:30:00+01:00", "2026-02-30T09:30:00Z", "wrong-form", "/occurredAt")]
    [InlineData("2026-03-02T09:30:00+01:00", "1999-12-31T23:59:59Z", "out-of-range", "/occurredAt")]
    [InlineData("2026-03-02T09:30:00+01:00", "2026-03-10T12:00:01Z", "out-of-range", "/occurredAt")]
    [InlineData("2026-03-02T09:30:00+01:00", "9999-12-31T23:59:59Z", "out-of-range", "/occurredAt")]
    [InlineData("2026-03-02T09:30:00+01:00", "0000-00-00T00:00:00Z", "wrong-form", "/occurredAt")]
    [InlineData("\"ada\"", "\"a\u202Eb\"", "wrong-form", "/customer")]
    [InlineData("\"ada\"", "[[\"ada\"]]", "wrong-type", "/customer")]
    public void A_bad_member_is_named(string good, string bad, string code, string pointer)
    {
        var misfits = Refused(Paid.Replace(good, bad, StringComparison.Ordinal));

        Assert.Equal((code, pointer), Assert.Single(misfits.Select(misfit => (misfit.Code, misfit.Pointer))));
    }

    [Theory]
    [InlineData("100,", "-1,", "out-of-range", "/data/total/amount")]
    [InlineData("100,", "1e400,", "out-of-range", "/data/total/amount")]
    [InlineData("100,", "99999999999999999999999,", "out-of-range", "/data/total/amount")]
    [InlineData("100,", "1.5,", "out-of-range", "/data/total/amount")]
    [InlineData("100,", "\"100\",", "wrong-type", "/data/total/amount")]
    [InlineData("EUR", "eur", "wrong-form", "/data/total/currency")]
    [InlineData("EUR", "EUR\\n", "out-of-range", "/data/total/currency")]
    [InlineData("\"quantity\":1", "\"quantity\":0", "out-of-range", "/data/items/0/quantity")]
    [InlineData("[{", "[7,{", "wrong-type", "/data/items/0")]
    [InlineData("\"p\"", "\"p\",\"sellerId\":false", "wrong-type", "/data/items/0/sellerId")]
    [InlineData("}]}", "}],\"promisedAt\":\"3026-03-02T09:30:00Z\"}", "out-of-range", "/data/promisedAt")]
    [InlineData("}]}", "}],\"contact\":{\"name\":\"a\\r\\nBcc: b\"}}", "wrong-form", "/data/contact/name")]
    [InlineData("}]}", "}],\"contact\":{\"email\":\"a b@c\"}}", "wrong-form", "/data/contact/email")]
    [InlineData("}]}", "}],\"contact\":{\"email\":\"\\\"a\\\"@c.example\"}}", "wrong-form", "/data/contact/email")]
    [InlineData("}]}", "}],\"contact\":{\"timeZone\":\"Mars/Base\"}}", "wrong-form", "/data/contact/timeZone")]
    [InlineData("}]}", "}],\"contact\":{\"timeZone\":\"../../etc/passwd\"}}", "wrong-form", "/data/contact/timeZone")]
    [InlineData("}]}", "}],\"contact\":{\"country\":\"DEU\"}}", "out-of-range", "/data/contact/country")]
    [InlineData("}]}", "}],\"contact\":{\"locale\":\"pt_BR\"}}", "wrong-form", "/data/contact/locale")]
    public void A_bad_value_deep_inside_is_pointed_at(string good, string bad, string code, string pointer)
    {
        var misfits = Refused(Placed.Replace(good, bad, StringComparison.Ordinal));

        Assert.Equal((code, pointer), Assert.Single(misfits.Select(misfit => (misfit.Code, misfit.Pointer))));
        Assert.All(misfits, misfit => Assert.EndsWith(".", misfit.Reason, StringComparison.Ordinal));
        Assert.All(misfits, misfit => Assert.NotEmpty(misfit.Expected!));
    }

    [Theory]
    [InlineData("contact", """{"name":"Zo\u00eb 👩‍👩‍👧 שלום"}""")]
    [InlineData("contact", """{"name":"{{ x }} <script>"}""")]
    [InlineData("contact", """{"name":null,"timeZone":"America/Sao_Paulo","locale":"pt-BR","country":"BR"}""")]
    [InlineData("promisedAt", "null")]
    [InlineData("promisedAt", "\"2026-03-02T09:30:00.1234567-03:00\"")]
    public void What_people_are_called_is_their_affair(string member, string value) =>
        Taken(Placed.Replace("}]}", $"}}],\"{member}\":{value}}}", StringComparison.Ordinal));

    [Fact]
    public void Everything_wrong_is_told_at_once_up_to_a_limit()
    {
        var several = Refused(Paid
            .Replace("\"ada\"", "7", StringComparison.Ordinal)
            .Replace("+01:00", "", StringComparison.Ordinal)
            .Replace("\"orderId\":\"1\"", "\"x\":1", StringComparison.Ordinal));
        Assert.Equal(
            ["/occurredAt", "/customer", "/data/x", "/data/orderId"], several.Select(misfit => misfit.Pointer));

        var members = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"x{i}\":1"));
        Assert.Equal(
            ValidationErrors.ErrorsMax,
            Refused(Paid.Replace("{\"orderId\":\"1\"}", $"{{{members}}}", StringComparison.Ordinal)).Count);
    }

    [Theory]
    [InlineData("", "malformed")]
    [InlineData("{", "malformed")]
    [InlineData("{}}", "malformed")]
    [InlineData("{} {}", "malformed")]
    [InlineData("nul", "malformed")]
    [InlineData("{\"id\":\"e1\"", "malformed")]
    [InlineData("{'id':'e1'}", "malformed")]
    [InlineData("{\"id\":\"e1\",}", "malformed")]
    [InlineData("{\"id\":\"a\nb\"}", "malformed")]
    [InlineData("{\"id\":\"\\x\"}", "malformed")]
    [InlineData("null", "wrong-type")]
    [InlineData("[]", "wrong-type")]
    [InlineData("7", "wrong-type")]
    [InlineData("\"event\"", "wrong-type")]
    public void What_is_no_event_is_refused_whole(string json, string code) =>
        Assert.Equal((code, ""), Assert.Single(Refused(json).Select(misfit => (misfit.Code, misfit.Pointer))));

    [Fact]
    public void Truncated_at_any_byte_an_event_is_malformed()
    {
        var json = Encoding.UTF8.GetBytes(Placed.TrimEnd());
        for (var length = 0; length < json.Length; length++)
        {
            var reader = new EventReader(s_now);
            Assert.False(reader.Read(json.AsSpan(0, length), out _));
            Assert.Equal(ValidationCodes.Malformed, Assert.Single(reader.Errors.Told).Code);
        }
    }

    [Fact]
    public void Depth_has_a_limit()
    {
        static string Nested(int depth) => Paid
            .Replace("order.paid", "custom.deep", StringComparison.Ordinal)
            .Replace(
                "{\"orderId\":\"1\"}",
                string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth),
                StringComparison.Ordinal);

        Taken(Nested(SchemaCheck.DepthMax - 1));
        Assert.Equal(ValidationCodes.TooDeep, Assert.Single(Refused(Nested(SchemaCheck.DepthMax))).Code);
        Assert.Equal(ValidationCodes.TooDeep, Assert.Single(Refused(new string('[', 30_000))).Code);
    }

    [Fact]
    public void Length_has_a_limit()
    {
        var rest = Custom("""{"a":""}""").Replace(" ", "", StringComparison.Ordinal).Length;
        string Long(int bytes) => Custom($"{{\"a\":\"{new string('x', bytes - rest)}\"}}");

        Taken(Long(EventEnvelope.BytesMax));
        Taken(Long(EventEnvelope.BytesMax) + new string(' ', EventEnvelope.BytesMax));
        Assert.Equal(ValidationCodes.TooLarge, Assert.Single(Refused(Long(EventEnvelope.BytesMax + 1))).Code);
        Assert.Equal(
            ValidationCodes.TooLarge,
            Assert.Single(Refused(Paid + new string(' ', EventEnvelope.WrittenBytesMax))).Code);
    }

    [Theory]
    [InlineData("""{"a":{"b":1,"b":2}}""", "duplicate-member", "/data/a/b")]
    [InlineData("""{"a":[{},{"b":1,"\u0062":2}]}""", "duplicate-member", "/data/a/1/b")]
    [InlineData("""{"a":["\u0000"]}""", "wrong-form", "/data/a/0")]
    [InlineData("""{"a":"\udc00"}""", "wrong-form", "/data/a")]
    [InlineData("""{"\ud800":1}""", "wrong-form", "/data/\\ud800")]
    [InlineData("""[1]""", "wrong-type", "/data")]
    public void Custom_data_may_be_any_object_that_can_be_kept(string data, string code, string pointer)
    {
        var misfit = Assert.Single(Refused(Custom(data)));

        Assert.Equal((code, pointer), (misfit.Code, misfit.Pointer));
        Assert.Equal("""{"a":[1,2.5e3,null,{"😀":"\ud83d\ude00"}]}""", Encoding.UTF8.GetString(
            Taken(Custom("""{"a":[1,2.5e3,null,{"😀":"\ud83d\ude00"}]}""")).Data));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        var json = Encoding.UTF8.GetBytes(Paid);
        json[Paid.IndexOf("ada", StringComparison.Ordinal)] = 0xFF;
        var reader = new EventReader(s_now);

        Assert.False(reader.Read(json, out _));
        Assert.Equal("It is not UTF-8.", Assert.Single(reader.Errors.Told).Reason);
    }

    [Fact]
    public void A_reader_forgets_the_event_before()
    {
        var reader = new EventReader(s_now);

        Assert.False(reader.Read("""{"id":"first"}"""u8, out _));
        Assert.Equal("first", reader.Id);
        Assert.True(reader.Read(Encoding.UTF8.GetBytes(Paid), out _));
        Assert.Empty(reader.Errors.Told);
        Assert.False(reader.Read("{}"u8, out _));
        Assert.Null(reader.Id);
        Assert.Equal(5, reader.Errors.Told.Count);
    }

    [Fact]
    public void A_good_event_costs_no_more_memory_than_what_is_kept_of_it()
    {
        var events = Enumerable.Range(0, 200).Select(i => Encoding.UTF8.GetBytes(Example(i))).ToArray();
        var reader = new EventReader(s_now);
        Read();
        var kept = events.Average(json => json.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read();
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / events.Length;

        // The data as an array (about 250 bytes of the 400), two ids as strings, and nothing else.
        Assert.InRange(kept, 350, 450);
        Assert.InRange(bytes, 0, 500);

        void Read()
        {
            foreach (var json in events)
            {
                Assert.True(reader.Read(json, out _));
            }
        }
    }

    static string Example(int i) => new JsonObject
    {
        ["id"] = $"order.placed:{i}",
        ["type"] = "order.placed",
        ["source"] = "shop",
        ["occurredAt"] = "2026-03-02T09:30:00Z",
        ["customer"] = $"customer-{i}",
        ["data"] = JsonNode.Parse(EventTypes.Find("order.placed")!.Example),
    }.ToJsonString();

    static string Custom(string data) => Paid
        .Replace("order.paid", "custom.any", StringComparison.Ordinal)
        .Replace("{\"orderId\":\"1\"}", data, StringComparison.Ordinal);

    static EventEnvelope Taken(string json)
    {
        var reader = new EventReader(s_now);
        var taken = reader.Read(Encoding.UTF8.GetBytes(json), out var envelope);
        Assert.True(taken, string.Join('\n', reader.Errors.Told));
        using var data = JsonDocument.Parse(envelope.Data);
        return envelope;
    }

    static IReadOnlyList<ValidationError> Refused(string json)
    {
        var reader = new EventReader(s_now);
        Assert.False(reader.Read(Encoding.UTF8.GetBytes(json), out _));
        return reader.Errors.Told;
    }

    static void ReadsOrSaysWhy(byte[] json)
    {
        var reader = new EventReader(s_now);
        Assert.NotEqual(reader.Read(json, out _), reader.Errors.Told.Count > 0);
    }
}
