using System.Net;
using System.Text;
using System.Text.Json;
using Engagement.Problems;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>All that is wrong with a document is told at once, and what was meant.</summary>
public sealed class DefinitionProblemTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    const string Wrong =
        """
        kind: journey
        id: Test
        nmae: Test
        trigger: order.payed
        entry: { oncePer: ordr }
        when: { all: [{ field: order.stge, eq: lost }, { field: order.stage, eq: lots }] }
        steps:
          - id: first
            massage: { template: thank-you, channel: email, purpose: transactional }
          - id: second
            message: { template: thank-yuo, channel: emial, purpose: transactional }
            next: frist
          - id: third
            alert: { severity: hihg, title: t, reason: "{customer.nmae}" }
        """;

    [Fact]
    public async Task All_errors_are_told_in_order_of_line_up_to_ten_and_then_counted()
    {
        var verdict = await Verdict(Wrong);

        var problems = verdict.GetProperty("problems").EnumerateArray().ToArray();
        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 6, 8, 9, 11], problems.Select(problem => problem.GetProperty("line").GetInt32()));
        Assert.Equal(4, verdict.GetProperty("more").GetInt32());

        using var answer = await product.App.Demo.Send(
            HttpMethod.Put, "/v1/definitions/journey/Test", new StringContent(Wrong, Encoding.UTF8, "text/yaml"));
        var refused = await Told.Problem(answer, ProblemKind.DefinitionInvalid);
        Assert.Equal(verdict.GetProperty("problems").ToString(), refused.GetProperty("problems").ToString());
        Assert.Equal(4, refused.GetProperty("more").GetInt32());
    }

    [Theory]
    [InlineData("kind: journy\nid: x\n", "kind", "Did you mean journey?")]
    [InlineData("kind: brand\nid: x\nname: x\nsenderAdress: a@b.example\n",
        "senderAdress", "did you mean senderAddress?")]
    [InlineData("trigger: order.payed", "trigger", "did you mean order.paid?")]
    [InlineData("entry: { oncePer: ordr }", "entry.oncePer", "Did you mean order?")]
    [InlineData("when: { field: order.stge, eq: lost }", "when.field", "did you mean order.stage?")]
    [InlineData("when: { field: event.ratign, eq: 1 }", "when.field", "did you mean rating?")]
    [InlineData("when: { field: rating, eq: 1 }", "when.field", "Did you mean event.rating?")]
    [InlineData("when: { field: order.stage, eq: lots }", "when.eq", "Did you mean lost?")]
    [InlineData("when: { feild: order.stage, eq: lost }", "when.feild", "did you mean field?")]
    [InlineData("when: { field: order.stage, eqs: lost }", "when.eqs", "did you mean eq?")]
    [InlineData("step: massage: { template: thank-you }", "steps[0].massage", "did you mean message?")]
    [InlineData("step: next: frist", "steps[0].next", "did you mean first?")]
    [InlineData("step: wait: { for: P1D, window: { from: \"9:00\", to: \"10:00\", zone: Europe/Lisbo } }",
        "steps[0].wait.window.zone", "Did you mean Europe/Lisbon?")]
    [InlineData("step: wait: { window: { from: \"09:00\", to: \"10:00\", days: [mno] } }",
        "steps[0].wait.window.days", "Did you mean mon?")]
    [InlineData("step: message: { template: thank-yuo, channel: email, purpose: feedback }",
        "steps[0].message.template", "did you mean thank-you?")]
    [InlineData("step: message: { template: thank-you, channel: emial, purpose: feedback }",
        "steps[0].message.channel", "Did you mean email?")]
    [InlineData("step: message: { template: thank-you, channel: email, purpose: fedback }",
        "steps[0].message.purpose", "Did you mean feedback?")]
    [InlineData("step: alert: { severity: hihg, title: t, reason: r }",
        "steps[0].alert.severity", "Did you mean high?")]
    [InlineData("kind: template\nid: x\ntext: x\nlayout: layuot\n", "layout", "did you mean layout?")]
    public async Task A_slip_of_the_pen_is_told_what_was_meant(string text, string path, string meant)
    {
        var problems = (await Verdict(Whole(text))).GetProperty("problems").EnumerateArray();

        Assert.Contains(problems, problem => problem.GetProperty("path").GetString() == path
            && problem.GetProperty("message").GetString()!.Contains(meant, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kind: template\nid: x\ntxt: a\ntext: \"{{ customer.nmae }}\"\n", new[] { 3, 4 })]
    [InlineData("kind: brand\nid: x\nid: y\nname: x\ncolor: red\n", new[] { 3, 5 })]
    [InlineData("kind: !!str brand\nid: x\nname: \"a\\0b\"\ncolor: red\n", new[] { 1, 3, 4 })]
    [InlineData("kind: brand\nid: X\nname: x\ncolor: red\n", new[] { 2, 4 })]
    public async Task What_one_reader_finds_hides_nothing_that_another_would_find(string text, int[] lines) =>
        Assert.Equal(
            lines,
            (await Verdict(text)).GetProperty("problems").EnumerateArray()
                .Select(problem => problem.GetProperty("line").GetInt32()));

    [Fact]
    public async Task A_loop_that_never_waits_is_seen_beside_a_step_that_cannot_be_read()
    {
        var text = Whole("step: next: first") + "  - id: other\n    wait: soon\n";

        var messages = (await Verdict(text)).GetProperty("problems").EnumerateArray()
            .Select(problem => problem.GetProperty("message").GetString()!).ToArray();

        Assert.Contains(messages, message => message.Contains("leads back to itself", StringComparison.Ordinal));
        Assert.DoesNotContain(messages, message => message.StartsWith("Nothing leads", StringComparison.Ordinal));
    }

    static string Whole(string text)
    {
        if (text.StartsWith("kind:", StringComparison.Ordinal))
        {
            return text;
        }

        const string Step = "step: ";
        var own = text.StartsWith(Step, StringComparison.Ordinal) ? null : text;
        string[] members = ["name: T", "trigger: review.submitted", "entry: { oncePer: event }"];
        var step = own is null ? text[Step.Length..] : "end: true";
        if (step.StartsWith("next:", StringComparison.Ordinal))
        {
            step = $"alert: {{ severity: low, title: t, reason: r }}\n    {step}";
        }

        return string.Join('\n',
        [
            "kind: journey", "id: x",
            .. members.Where(member => own is null || member.Split(':')[0] != own.Split(':')[0]),
            .. own is null ? [] : new[] { own },
            "steps:", "  - id: first", $"    {step}", "",
        ]);
    }

    async Task<JsonElement> Verdict(string text) =>
        await product.App.Demo.Json(HttpMethod.Post, "/v1/definitions/validate", text, HttpStatusCode.OK);
}
