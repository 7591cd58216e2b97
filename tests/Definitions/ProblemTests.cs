using Engagement.Customers;
using Engagement.Definitions;
using Engagement.Definitions.Reading;
using Engagement.Messages;
using Engagement.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Engagement.Tests.Definitions;

/// <summary>What is wrong with a document is said with line, path, and what would be right.</summary>
public sealed class ProblemTests
{
    const string Head =
        """
        kind: journey
        id: test
        name: Test
        trigger: review.submitted
        entry: { oncePer: event }

        """;

    [Theory]
    [InlineData("wait: { for: P1000Y }", 8, "steps[0].wait.for", "'P1000Y' is longer than 10 years.")]
    [InlineData("wait: { for: P10Y1D }", 8, "steps[0].wait.for", null)]
    [InlineData(
        "wait: { for: soon }",
        8,
        "steps[0].wait.for",
        "An ISO 8601 duration such as P7D or PT36H is expected.")]
    [InlineData("wait: { for: P }", 8, "steps[0].wait.for", "An ISO 8601 duration such as P7D or PT36H is expected.")]
    [InlineData("wait: { for: P1D, until: order.promisedAt }", 8, "steps[0].wait", null)]
    [InlineData("wait: { }", 8, "steps[0].wait", "A wait needs for, until or window.")]
    [InlineData("wait: { until: order.stage }", 8, "steps[0].wait.until", null)]
    [InlineData("wait: { until: order.arrivedAt }", 8, "steps[0].wait.until", null)]
    [InlineData("wait: { window: { from: \"19:00\", to: \"19:00\" } }", 8, "steps[0].wait.window", null)]
    [InlineData("wait: { window: { from: \"25:00\", to: \"26:00\" } }", 8, "steps[0].wait.window.from", null)]
    [InlineData(
        "wait: { window: { from: \"09:00\", to: \"10:00\", days: [monday] } }",
        8,
        "steps[0].wait.window.days",
        null)]
    [InlineData(
        "wait: { window: { from: \"09:00\", to: \"10:00\", zone: Mars/Base } }",
        8,
        "steps[0].wait.window.zone",
        null)]
    [InlineData("waitForEvent: { events: order.paid }", 8, "steps[0].waitForEvent.timeout", null)]
    [InlineData("waitForEvent: { events: order.payed, timeout: P1D }", 8, "steps[0].waitForEvent.events", null)]
    [InlineData("branch: []", 8, "steps[0].branch", null)]
    [InlineData(
        "branch: [{ when: { field: event.rating, lte: 2 }, next: nowhere }]",
        8,
        "steps[0].branch[0].next",
        null)]
    [InlineData("message: { template: t, channel: fax, purpose: feedback }", 8, "steps[0].message.channel", null)]
    [InlineData("message: { template: t, channel: email, purpose: spam }", 8, "steps[0].message.purpose", null)]
    [InlineData("message: { template: gone, channel: email, purpose: feedback }", 8, "steps[0].message.template", null)]
    [InlineData("alert: { severity: urgent, title: t, reason: r }", 8, "steps[0].alert.severity", null)]
    [InlineData("alert: { severity: low, title: \"{event.stars}\", reason: r }", 8, "steps[0].alert.title", null)]
    [InlineData("alert: { severity: low, title: \"{event.rating\", reason: r }", 8, "steps[0].alert.title", null)]
    [InlineData(
        "alert: { severity: [{ when: { field: event.rating, eq: 1 }, severity: low }], title: t, reason: r }",
        8,
        "steps[0].alert.severity",
        null)]
    [InlineData("end: false", 8, "steps[0].end", null)]
    [InlineData("sms: { text: hi }", 7, "steps[0]", null)]
    public void A_step_that_is_wrong_is_named(string step, int line, string path, string? message) => Has(
        $"{Head}steps:\n  - id: first\n    {step}\n", line, path, message);

    [Theory]
    [InlineData("{ field: event.stars, lte: 2 }", "when")]
    [InlineData("{ field: event.rating }", "when")]
    [InlineData("{ field: event.rating, lte: 2, gte: 1 }", "when")]
    [InlineData("{ field: event.rating, lte: many }", "when.lte")]
    [InlineData("{ field: event.rating, in: 2 }", "when.in")]
    [InlineData("{ field: event.rating, exists: 2 }", "when.exists")]
    [InlineData("{ field: rating, lte: 2 }", "when")]
    [InlineData("{ field: order.prize, lte: 2 }", "when")]
    [InlineData("{ all: [] }", "when.all")]
    [InlineData("{ all: [{ field: event.rating, lte: 2 }], any: [] }", "when.any")]
    [InlineData("event.rating <= 2", "when")]
    public void A_condition_that_is_wrong_is_named(string condition, string path) => Assert.StartsWith(
        path,
        Problems($"{Head}when: {condition}\nsteps:\n  - id: last\n    end: true\n")[0].Path,
        StringComparison.Ordinal);

    [Fact]
    public void Conditions_are_nested_only_so_deep()
    {
        var condition = "{ field: event.rating, lte: 2 }";
        for (var depth = 0; depth < Limits.ConditionDepthMax; depth++)
        {
            condition = $"{{ not: {condition} }}";
        }

        var text = $"{Head}when: {condition}\nsteps:\n  - id: last\n    end: true\n";
        Has(text, 6, null, "Conditions may be nested 8 deep.");
    }

    [Fact]
    public void A_loop_that_never_waits_is_refused()
    {
        var problems = Problems(
            $$"""
            {{Head}}steps:
              - id: tell
                alert: { severity: low, title: t, reason: r }
              - id: window
                wait: { window: { from: "09:00", to: "10:00" } }
              - id: back
                wait: { until: order.deliveredAt }
                next: tell
            """);

        Assert.Equal([7, 9, 11], problems.Select(problem => problem.Line));
        Assert.StartsWith(
            "The step 'tell' leads back to itself without waiting.", problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wait: { for: PT1M }")]
    [InlineData("waitForEvent: { events: order.paid, timeout: P1D }")]
    public void A_loop_that_waits_is_fine(string wait) => Assert.Empty(Problems(
        $$"""
        {{Head}}steps:
          - id: tell
            alert: { severity: low, title: t, reason: r }
          - id: back
            {{wait}}
            next: tell
        """));

    [Fact]
    public void A_wait_of_seconds_makes_no_loop_wait() => Assert.NotEmpty(Problems(
        $"{Head}steps:\n  - id: first\n    wait: {{ for: PT59S }}\n    next: first\n"));

    [Fact]
    public void A_step_that_nothing_leads_to_is_refused() => Has(
        $"{Head}steps:\n  - id: first\n    end: true\n  - id: second\n    end: true\n",
        9,
        "steps[1]",
        "Nothing leads to the step 'second'.");

    [Theory]
    [InlineData("kind: journey\nid: test\nid: again\n", 3, "", "'id' is here twice; the first one would be lost.")]
    [InlineData("kind: &a journey\nid: *a\n", 1, "", "Anchors and aliases are not allowed: write it out.")]
    [InlineData("kind: !!str journey\n", 1, "", "Tags are not allowed.")]
    [InlineData("kind: brand\n---\nkind: brand\n", 2, "", "A second document begins here; one is expected.")]
    [InlineData("", 1, "", "The document is empty.")]
    [InlineData("- a\n- b\n", 1, "", "This is a list; a mapping of names to values is expected.")]
    [InlineData("kind: novel\nid: x\n", 1, "kind", "'novel' is none of journey, programme, template, brand.")]
    [InlineData("kind: brand\nid: Über\nname: x\n", 2, "id", null)]
    [InlineData("kind: brand\nid: x\nname: x\ncolor: red\n", 4, "color", null)]
    [InlineData(
        "kind: brand\nid: x\nname: x\nprimaryColor: red\n",
        4,
        "primaryColor",
        "'red' is not a colour such as #1a73e8.")]
    [InlineData("kind: brand\nid: x\nname: x\nlogoUrl: http://x.example/a.png\n", 4, "logoUrl", null)]
    [InlineData(
        "kind: brand\nid: x\nname: x\nsenderName: \"a\\r\\nBcc: b\"\n",
        4,
        "senderName",
        "A single line is expected.")]
    [InlineData("kind: template\nid: x\n", 1, "", "A template needs at least one of subject, text, html and insert.")]
    [InlineData("kind: template\nid: x\ntext: x\nlayout: gone\n", 4, "layout", null)]
    [InlineData("kind: template\nid: x\ntext: x\nlocales:\n  pt_BR: { text: y }\n", 5, "locales.pt_BR", null)]
    [InlineData(
        "kind: programme\nid: x\nname: x\nearn: [{ points: 1, perAmount: 0 }]\npendingFor: P1D\n",
        4,
        "earn[0].perAmount",
        null)]
    [InlineData(
        "kind: programme\nid: x\nname: x\nearn: [{ points: 1, perAmount: 1 }]\npendingFor: P20Y\n",
        5,
        "pendingFor",
        null)]
    [InlineData(
        "kind: programme\nid: x\nname: x\nearn: [{ points: 1, per: 100 }]\npendingFor: P1D\n",
        4,
        "earn[0].per",
        "'per' counts minor units, which are not worth the same in every currency: write 'perAmount' in whole units (1 "
        + "for 1.00 EUR), or name the 'currency'.")]
    [InlineData(
        "kind: programme\nid: x\nname: x\nearn: [{ points: 1, perAmount: 1, currency: XYZ }]\npendingFor: P1D\n",
        4,
        "earn[0].currency",
        "A currency's three letters of ISO 4217 are expected, such as EUR.")]
    [InlineData("kind: template\nid: x\nsubject: \"a\\0b\"\n", 3, "", "A text here has a null character.")]
    [InlineData("{ \"kind\": \"journey\", ", 2, "", null)]
    [InlineData("a: b: c\n", 1, "", null)]
    public void A_document_that_is_wrong_is_refused(string text, int line, string path, string? message) =>
        Has(text, line, path, message);

    [Fact]
    public void A_null_character_that_is_not_escaped_is_refused_with_its_line() =>
        Has("kind: template\nid: x\nsubject: a\0b\n", 3, "", "A null character is here.");

    [Fact]
    public void A_programme_that_was_published_before_counts_minor_units_as_it_did()
    {
        const string Older = "kind: programme\nid: x\nname: x\nearn: [{ points: 1, per: 50 }]\npendingFor: P1D\n";
        var programme = (Engagement.Loyalty.Programme)DefinitionText.Parse("programme", "x", 1, Older);

        Assert.Equal(2, programme.Earn[0].For(new(100, "EUR")));
        Assert.Equal(2, programme.Earn[0].For(new(100, "JPY")));
    }

    [Fact]
    public void Points_must_not_depend_on_a_rating() => Has(
        """
        kind: programme
        id: points
        name: Points
        earn:
          - points: 1
            perAmount: 1
            when: { not: { field: order.rating, lt: 4 } }
        pendingFor: P30D
        """,
        7,
        "earn[0].when",
        null);

    [Fact]
    public void A_document_that_is_too_large_or_too_deep_is_refused()
    {
        Has("kind: " + new string('x', DefinitionText.SizeMax), 1, "", "The document is larger than 256 KB.");
        Has("a: " + new string('[', 1_000), 1, "", "The document is nested deeper than 20.");
    }

    [Property(MaxTest = 1_000 / Cases.Divisor, EndSize = 6)]
    public Property No_document_breaks_the_reader() => Prop.ForAll(
        Flawed.Any([.. StarterDefinitions.All.Select(starter => starter.Text)], "{}[]:,-#&*!|>'\"%@` \n\t\0a1"),
        document =>
        {
            var reading = DefinitionText.Check(document.Text, Starter.Catalogue);
            Assert.True(reading.Definition is null != reading.Problems.IsEmpty);
        });

    [Fact]
    public void Json_is_read_too()
    {
        const string Text =
            "{\n\t\"kind\": \"brand\",\n\t\"id\": \"x\",\n\t\"name\": \"Caf\\u00e9 \\\"X\\\"\"\n}";

        var brand = Assert.IsType<Brand>(DefinitionText.Check(Text, Catalogue.Empty).Definition);

        Assert.Equal("Café \"X\"", brand.Kit.Name);
    }

    static void Has(string text, int line, string? path, string? message)
    {
        var problems = Problems(text);
        Assert.Contains(problems, problem =>
            problem.Line == line
            && (path is null || problem.Path == path)
            && (message is null || problem.Message == message));
    }

    static System.Collections.Immutable.ImmutableArray<DefinitionProblem> Problems(string text) =>
        DefinitionText.Check(text, Catalogue.Empty).Problems;
}
