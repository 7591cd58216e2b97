using System.Globalization;
using System.Text.Json;
using Engagement.Alerts;
using Engagement.Events;
using Engagement.Tests.Definitions;
using Engagement.Tests.Support;
using Engagement.Time;

namespace Engagement.Tests.Core;

/// <summary>
/// A year of a real marketplace through the starter definitions, against figures that the test reckons by itself from
/// the records, without any of the core's rules.
/// </summary>
public sealed class RecordedYearTests
{
    readonly Dictionary<string, Spec> _customers = [];
    readonly Dictionary<string, (string Customer, long Points, DateTimeOffset LateAt)> _placed = [];
    readonly Dictionary<string, DateTimeOffset> _delivered = [];
    readonly HashSet<(string Customer, string Review, int Rating)> _low = [];
    DateTimeOffset _now;

    [Fact]
    public void A_recorded_year_comes_to_what_its_records_say()
    {
        foreach (var line in File.ReadLines(Repository.Data("olist", "events.ndjson")))
        {
            Tell(JsonElement.Parse(line));
        }

        foreach (var spec in _customers.Values)
        {
            spec.Until(_now);
        }

        var late = _placed.Count(order => order.Value.LateAt <= _now
            && !(_delivered.TryGetValue(order.Key, out var came) && came <= order.Value.LateAt));
        var matured = _placed
            .Where(order => _delivered.TryGetValue(order.Key, out var came) && came.AddDays(30) <= _now)
            .Sum(order => order.Value.Points);
        var told = _customers.Values;
        var alerts = told.SelectMany(spec => spec.Raised).CountBy(raised => raised.Severity).ToDictionary();
        var sent = told.SelectMany(spec => spec.Sent).CountBy(message => message.Template).ToDictionary();
        Assert.Equal(_placed.Count, sent["thank-you"]);
        Assert.Equal(_delivered.Count, sent["delivered"]);
        Assert.Equal(late, sent["late-apology"]);
        Assert.Equal(_low.Count(review => review.Rating == 1), alerts[Severity.Critical]);
        Assert.Equal(late + _low.Count(review => review.Rating == 2), alerts[Severity.High]);
        Assert.Equal(matured, _customers.Values.Sum(spec => spec.Customer.Points.Available));
        Assert.Equal(
            _placed.Values.Sum(order => order.Points) - matured,
            _customers.Values.Sum(spec => spec.Customer.Points.Pending));
    }

    void Tell(JsonElement record)
    {
        string Text(string name) => record.GetProperty(name).GetString()!;

        var (customer, order) = (Text("customer"), Text("order_id"));
        _now = At(Text("time"));
        (string Type, EventData Data)? told = Text("type") switch
        {
            "order.placed" => ("order.placed", Placed(record, customer, order)),
            "order.approved" => ("order.paid", new EventData.OrderPaid(order)),
            "order.shipped" => ("shipment.created", new EventData.ShipmentCreated(order)),
            "order.delivered" => ("shipment.delivered", Delivered(order)),
            "review.submitted" => (
                "review.submitted",
                Reviewed(customer, Text("review_id"), order, record.GetProperty("score").GetInt32())),
            _ => null,
        };
        if (told is var (type, data))
        {
            if (!_customers.TryGetValue(customer, out var spec))
            {
                _customers[customer] = spec = new(Starter.Catalogue, customer);
            }

            spec.Until(_now).Hears(type, data, _now);
        }
    }

    EventData.OrderPlaced Placed(JsonElement record, string customer, string order)
    {
        var cents = record.GetProperty("payments").EnumerateArray().Sum(payment =>
            (long)(100 * decimal.Parse(payment.GetProperty("value").GetString()!, CultureInfo.InvariantCulture)));
        var promised = At(record.GetProperty("estimated_delivery").GetString() + " 23:59:59");
        _placed[order] = (customer, cents / 100, promised.AddDays(1));
        var contact = new Contact(Email: $"{customer}@customers.example", TimeZone: "Etc/UTC");
        return new(order, new(cents, "BRL"), [], promised, contact);
    }

    EventData.ShipmentDelivered Delivered(string order)
    {
        _delivered[order] = _now;
        return new(order);
    }

    EventData.ReviewSubmitted Reviewed(string customer, string review, string order, int rating)
    {
        if (rating <= 2)
        {
            _low.Add((customer, review, rating));
        }

        return new(review, rating, order);
    }

    static DateTimeOffset At(string local) => LocalZone.Of("America/Sao_Paulo")
        .Instant(DateTime.Parse(local, CultureInfo.InvariantCulture));
}
