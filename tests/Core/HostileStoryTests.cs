using System.Globalization;
using System.Text.Json;
using Engagement.Customers;
using Engagement.Tests.Definitions;
using Engagement.Tests.Support;
using FsCheck.Xunit;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>
/// Whatever the door lets through, in whatever order: the core decides, and its facts say it all. A story that breaks
/// something is told as short as it can be, with the seed that makes it again.
/// </summary>
[Properties(Arbitrary = [typeof(Happenings)])]
public sealed class HostileStoryTests
{
    const int Stories = 150 / Cases.Divisor;
    const int Events = 60;

    [Property(MaxTest = Stories, EndSize = Events)]
    public void No_story_breaks_a_customer_and_its_stored_facts_make_the_same_customer(Happening[] story)
    {
        var spec = new Spec(Starter.Catalogue);
        var now = Start;
        foreach (var happening in story)
        {
            now = now.AddHours(happening.HoursLater);
            spec.Until(now).Hears(happening.Type, happening.Data, happening.OccurredAt ?? now, now)
                .Agent(happening.Act(spec.Customer.Alerts.Alerts is [var alert, ..] ? alert.Id : "al_none"), now);
        }

        spec.Until(now.AddYears(11));

        Assert.Equal(Written(spec.Customer), Written(Stored(spec.Facts)));
        Assert.Equal(Written(spec.Customer), Written(Read(spec.Customer)));
    }

    [Property(MaxTest = Stories, EndSize = Events)]
    public void A_clock_at_an_end_of_the_calendar_breaks_no_customer(Happening[] story) => Assert.All(
        [
            DateTimeOffset.MinValue, At("9900-12-31T23:59:59Z"), At("9990-01-01T00:00:00Z"),
            At("9999-12-31T23:59:59Z"),
        ],
        now =>
        {
            var spec = new Spec(Starter.Catalogue);
            foreach (var happening in story)
            {
                spec.Hears(happening.Type, happening.Data, happening.OccurredAt is null ? now : Start, now);
            }

            Assert.Equal(Written(spec.Customer), Written(Stored(spec.Facts)));
        });

    static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    static string Written(Customer customer) => JsonSerializer.Serialize(customer, CoreJson.Customer);

    static Customer Read(Customer customer) =>
        JsonSerializer.Deserialize(Written(customer), CoreJson.Customer)!;

    static Customer Stored(IEnumerable<Fact> facts) => JsonSerializer
        .Deserialize(Spec.Json([.. facts]), CoreJson.Facts)
        .Aggregate(Customer.Unknown("ana"), Customer.Evolve);
}
