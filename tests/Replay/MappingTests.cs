using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Events;
using Engagement.Replay;
using Engagement.Schema;

namespace Engagement.Tests.Replay;

/// <summary>How foreign records become events.</summary>
public sealed class MappingTests
{
    static readonly RecordMapping s_olist = Mappings.Known().Single(mapping => mapping.Name == "olist");

    [Fact]
    public void An_order_becomes_an_event_that_the_intake_takes()
    {
        var e = Map(
            """
            {"time":"2016-10-04 10:18:57","type":"order.placed","order_id":"o1","customer":"c1",
             "estimated_delivery":"2016-10-20","zip_prefix":"69309","city":"boa vista","state":"RR",
             "items":[{"n":1,"product_id":"p1","category":"toys","seller_id":"s1","price":"39.99","freight":"31.67"},
                      {"n":2,"product_id":"p2","category":null,"seller_id":"s1","price":"32.9","freight":"31.67"}],
             "payments":[{"n":1,"type":"voucher","value":"100"},{"n":2,"type":"credit_card","value":"36.23"}]}
            """);

        Assert.Equal(
            """
            {"id":"order.placed:o1","type":"order.placed","source":"olist","occurredAt":"2016-10-04T13:18:57Z",
            "customer":"c1","data":{"orderId":"o1","total":{"amount":13623,"currency":"BRL"},
            "items":[{"productId":"p1","quantity":1,"price":{"amount":3999,"currency":"BRL"},"category":"toys",
            "sellerId":"s1"},{"productId":"p2","quantity":1,"price":{"amount":3290,"currency":"BRL"},"sellerId":"s1"}],
            "promisedAt":"2016-10-21T01:59:59Z","contact":{"email":"c1@customers.example","locale":"pt-BR",
            "timeZone":"America/Boa_Vista","city":"boa vista","region":"RR","country":"BR"}}}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(e.Json));
        Takes(e);
    }

    [Theory]
    [InlineData("order.approved", "order.paid:o1", "order.paid", """{"orderId":"o1"}""")]
    [InlineData("order.shipped", "shipment.created:o1", "shipment.created", """{"orderId":"o1"}""")]
    [InlineData("order.delivered", "shipment.delivered:o1", "shipment.delivered", """{"orderId":"o1"}""")]
    [InlineData("survey.sent", "survey.sent:r1:o1", "survey.sent", """{"surveyId":"r1","orderId":"o1"}""")]
    [InlineData(
        "review.submitted",
        "review.submitted:r1:o1",
        "review.submitted",
        """{"reviewId":"r1","rating":4,"orderId":"o1","text":"bom","language":"pt-BR"}""")]
    public void Every_other_kind_of_record_has_its_event(string kind, string id, string type, string data)
    {
        var e = Map(
            $$"""
            {"time":"2016-10-11 14:31:29","type":"{{kind}}","order_id":"o1","customer":"c1","review_id":"r1","score":4,
             "title":null,"text":"bom"}
            """);
        var json = JsonNode.Parse(e.Json)!;

        Assert.Equal((id, id, type), (e.Id, (string?)json["id"], (string?)json["type"]));
        Assert.Equal(data, json["data"]!.ToJsonString());
        Takes(e);
    }

    [Theory]
    [InlineData("2016-10-15 23:59:59", "2016-10-16T02:59:59Z")]
    [InlineData("2016-10-16 01:00:00", "2016-10-16T03:00:00Z")]
    [InlineData("2016-10-16 00:30:00", "2016-10-16T03:30:00Z")]
    [InlineData("2017-02-18 22:59:59", "2017-02-19T00:59:59Z")]
    [InlineData("2017-02-18 23:30:00", "2017-02-19T01:30:00Z")]
    [InlineData("2017-02-19 00:00:00", "2017-02-19T03:00:00Z")]
    [InlineData("2017-02-18T23:30:00Z", "2017-02-18T23:30:00Z")]
    [InlineData("2017-02-18T23:30:00-02:00", "2017-02-19T01:30:00Z")]
    [InlineData("2017-02-18", "2017-02-18T02:00:00Z")]
    public void A_local_time_is_an_instant_also_when_the_clocks_change(string local, string instant) =>
        Assert.Equal(instant, Expression.Rfc3339(LocalTimes.Instant(local, s_olist.Zone)));

    [Theory]
    [InlineData("2016-10-15", "2016-10-16T02:59:59Z")]
    [InlineData("2016-10-16", "2016-10-17T01:59:59Z")]
    [InlineData("2017-02-18", "2017-02-19T02:59:59Z")]
    [InlineData("2017-02-18 08:00:00", "2017-02-19T02:59:59Z")]
    public void A_day_ends_before_the_next_one_however_long_it_is(string day, string end) =>
        Assert.Equal(end, Expression.Rfc3339(LocalTimes.EndOfDay(day, s_olist.Zone)));

    [Theory]
    [InlineData("""{"time":"2016-10-11 14:31:29","type":"order.exploded","customer":"c"}""", "order.exploded")]
    [InlineData("""{"time":"yesterday","type":"order.approved","order_id":"o","customer":"c"}""", "yesterday")]
    [InlineData("""{"type":"order.approved","order_id":"o","customer":"c"}""", "'time'")]
    [InlineData("""{"time":"2016-10-11 14:31:29","type":"order.approved","customer":"c"}""", "order_id")]
    [InlineData(
        """{"time":"2016-10-11","type":"order.placed","order_id":"o","customer":"c","payments":[{"value":"x"}]}""",
        "no amount")]
    [InlineData(
        """{"time":"2016-10-11","type":"order.placed","order_id":"o","customer":"c","payments":[{"value":"0.001"}]}""",
        "finer")]
    public void A_record_that_cannot_become_an_event_says_why(string record, string why) => Assert.Contains(
        why, Assert.Throws<RecordException>(() => Map(record)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("- a", "Line 1: a mapping is one YAML document with members.")]
    [InlineData("name: x", "Line 1: 'source' is missing.")]
    [InlineData("name: x\nsource: [a]", "Line 1: 'source' is not text.")]
    [InlineData("name: x\nsource: y\nzone: Mars/Base", "Line 3: 'Mars/Base' is not a time zone; ")]
    [InlineData("a: b: c", "Line 1: ")]
    [InlineData(
        "name: x\nsource: y\ntime: t\nkind: k\ncustomer: c\nevents:\n  a:\n    type: b\n    id: c\n    data: {$sum: d}",
        "Line 10: there is no '$sum', only $value $instant $endOfDay $money $each $lookup.")]
    [InlineData(
        "name: x\nsource: y\ntime: t\nkind: k\ncustomer: c\nevents:\n  a:\n    type: b\n    id: c\n    data: [1]",
        "Line 10: it is neither text nor a mapping; a list is made with $each.")]
    public void A_mapping_that_is_wrong_is_told_its_line(string yaml, string why)
    {
        var error = Assert.Throws<MappingException>(() => MappingReader.Read(new StringReader(yaml)));

        Assert.StartsWith(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_zone_in_the_table_is_one_the_intake_knows() =>
        Assert.All(s_olist.Tables["zones"].Values, zone => Assert.True(TextForms.Fits(TextForm.TimeZone, zone), zone));

    static RecordedEvent Map(string record)
    {
        using var document = JsonDocument.Parse(record);
        return s_olist.Map(1, document.RootElement)!;
    }

    static void Takes(RecordedEvent e)
    {
        var reader = new EventReader(e.At);
        Assert.True(reader.Read(e.Json, out var envelope), string.Join('\n', reader.Errors.Told));
        Assert.Equal(e.At, envelope.OccurredAt);
    }
}
