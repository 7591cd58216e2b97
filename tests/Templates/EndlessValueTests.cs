using System.Runtime.CompilerServices;
using Engagement.Templates;

namespace Engagement.Tests.Templates;

/// <summary>
/// What would walk through a value or a source without end. A stack that overflows takes the process along, so these
/// are not only wrong when they fail: then there is no test run any more.
/// </summary>
public sealed class EndlessValueTests
{
    const string Deep = "{{ a = []; ";

    public static TheoryData<string> Assignments { get; } =
    [
        "{{ a={}; a.x=a; a < a }}",
        "{{ a = {}; a.x = 1 }}",
        "{{ a = {}; a['x'] = a }}",
        "{{ a = []; a[0] = a; a }}",
        "{{ a = {x: 1}; a.x += 1 }}",
        "{{ a = {b: {}}; a.b.c = a }}",
        "{{ a = {}; a?.x = a }}",
        "{{ a = {}; if true; b = (a.x = a); end }}",
        "{{ a = {}; for a.x in [1]; end }}",
        "{{ a = []; for a[0] in [a]; end }}",
        "{{ a = {}; capture a.x }}b{{ end }}",
        "{{ order.id = 'x' }}",
        "{{ order['id'] = 'x' }}",
        "{{ brand.name = 'x' }}",
        "{{ string.upcase = 1 }}",
        "{{ fmt['money'] = 1 }}",
    ];

    public static TheoryData<string> Uses { get; } =
    [
        "a", "a < a", "a > b", "a <= b", "a >= b", "a == b", "a != b", "a + b", "a - b", "a * 2", "2 * a", "a / 2",
        "a // 2", "a % 2", "-a", "+a", "!a", "a && b", "a || b", "a ?? b", "'x' + a", "a + 'x'", "'x' < a",
        "a == 'x'",
        "a .. b", "a | math.abs", "math.round a", "math.ceil a", "math.format a 'N0'", "fmt.points a",
        "fmt.money a 'EUR'",
        "fmt.date a", "a | array.sort", "[a, b] | array.sort", "[a, b] | array.uniq", "[a] | array.contains b",
        "a | array.join ','", "[a] | array.join ','", "array.cycle [a]", "a | array.compact", "a | array.size",
        "[a] | array.each @math.abs", "[a, b] | array.each @object.size", "a | array.add a", "a | array.concat b",
        "a | array.reverse", "[a] | array.map 'x'", "a | array.insert_at 0 a", "a | object.size", "object.typeof a",
        "a | object.default b", "a | string.upcase", "a | string.append a", "string.replace a 'x' a", "html.escape a",
        "a | html.newline_to_br", "date.parse a", "date.add_days a 1", "a.size", "a.empty?", "a[0][0]", "a.x.y",
        "case a; when b; 1; end", "if a == b; 1; end", "for x in a; x == a; end", "x = {a: a, b: b}; x == x",
        "capture c; a; end; c", "order[a]", "a[a]", "a ? b : a",
    ];

    public static TheoryData<string, string> Chains { get; } = new()
    {
        { "else if", "{{ if false }}" + Repeat("{{ else if false }}", 5000) + "{{ end }}" },
        { "when", "{{ case 1 }}" + Repeat("{{ when 2 }}", 8000) + "{{ end }}" },
        { "pipes", "{{ 'a'" + Repeat("|string.strip", 7000) + " }}" },
        { "members", "{{ order" + Repeat(".id", 30000) + " }}" },
        { "elements", "{{ order" + Repeat("[0]", 30000) + " }}" },
        { "choices", "{{ " + Repeat("true?1:", 14000) + "1 }}" },
        { "sums", "{{ 1" + Repeat("+1", 45000) + " }}" },
        { "questions", "{{ null" + Repeat("??null", 16000) + " }}" },
        { "assignments", "{{ " + Repeat("a=", 45000) + "1 }}" },
        { "negations", "{{ " + Repeat("-", 90000) + "1 }}" },
        { "objects", "{{ " + Repeat("{a:", 30000) + "1" + Repeat("}", 9000) + " }}" },
        { "calls", "{{ " + Repeat("math.abs(", 9000) + "1" + Repeat(")", 9000) + " }}" },
        { "captures", Repeat("{{capture a}}", 3500) + Repeat("{{end}}", 3500) },
        { "loops", Repeat("{{for a in [1]}}", 3500) + Repeat("{{end}}", 3500) },
    };

    [Theory]
    [MemberData(nameof(Assignments))]
    public void A_member_or_an_element_cannot_be_assigned_to(string template)
    {
        var problems = TemplateCheck.Problems(Fill.Template(new(null, template, null)), null);

        Assert.Equal("text", Assert.Single(problems).Path);
        Assert.Equal(problems, [Fill.Failure(template)]);
    }

    [Fact]
    public void A_value_that_nests_150_000_deep_is_an_error_where_it_comes_to_be()
    {
        var problem = Fill.Failure(Deep + Repeat("for i in 1..1000; a = [a]; end; ", 150) + "a < a }}");

        Assert.Contains("deep", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = [a]")]
    [InlineData("a = {x: a}")]
    [InlineData("a = [] | array.add a")]
    [InlineData("a = array.add null a")]
    [InlineData("a = [0] | array.insert_at 0 a")]
    [InlineData("a = [a] | array.reverse")]
    [InlineData("a = [[a]] | array.each @array.first | array.each @array.reverse; a = [a]")]
    [InlineData("a = object.values {x: a}")]
    [InlineData("a = [[a]] | array.filter @array.any")]
    [InlineData("a = [null] | array.each @array.compact; a = [a]")]
    public void Whatever_puts_values_into_each_other_comes_to_an_end(string step) =>
        Assert.NotEmpty(Fill.Failure(Deep + $"for i in 1..900; {step}; end; a == a }}}}").Message);

    [Theory]
    [InlineData("a = a | array.add 1")]
    [InlineData("a = a | array.concat [1]")]
    [InlineData("a = a | array.add_range a")]
    [InlineData("a = a | array.offset 0 | array.limit 9 | array.compact | array.uniq")]
    public void What_is_worked_out_late_is_not_kept_for_later(string step)
    {
        // Each would stand in the next one, and all of them would be asked at once.
        Assert.Equal("done", Fill.Text(
            "{{ a = [1]; for i in 1..20; " + step + "; if a.size > 30; break; end; end; b = a == a }}done"));
    }

    [Theory]
    [MemberData(nameof(Uses))]
    public void Whatever_is_done_with_a_value_as_deep_as_may_be_it_ends(string use)
    {
        foreach (var wrap in (string[])["[a]", "{x: a}"])
        {
            var grow = $"for i in 1..{TemplateLimits.HeldDepthMax - 12}; a = {wrap}; b = {wrap}; end; ";
            Ends(Deep + "b = []; " + grow + use + " }}");
        }
    }

    [Theory]
    [MemberData(nameof(Uses))]
    public void Whatever_is_done_with_a_value_as_wide_as_may_be_it_ends(string use) =>
        Ends("{{ a = [1,1,1,1]; b = [1,1,1,1]" + Repeat("; a = [a,a,a]; b = [b,b,b]", 8) + "; " + use + " }}");

    [Theory]
    [MemberData(nameof(Chains))]
    public void A_source_that_nests_without_end_is_an_error(string name, string template)
    {
        Assert.NotEmpty(name);
        var problems = TemplateCheck.Problems(Fill.Template(new(null, template, null)), null);

        Assert.Equal("text", Assert.Single(problems).Path);
        Assert.NotEmpty(Fill.Failure(template).Message);
    }

    [Fact]
    public void Long_choices_that_people_write_are_no_error()
    {
        var whens = string.Concat(Enumerable.Range(100, 40).Select(n => $"{{{{ when {n} }}}}c{n}"));
        var ifs = string.Concat(Enumerable.Range(0, 40).Select(n => $"{{{{ else if points.pending == {n} }}}}i{n}"));

        Assert.Equal(
            "c130 i13",
            Fill.Text("{{ case points.pending }}" + whens + "{{ end }} {{ if false }}" + ifs
                + "{{ else }}i13{{ end }}"));
    }

    [Theory]
    [InlineData("{{ a = 'x' * 10000; b = a | string.replace 'x' ('y' * 100000); 1 }}")]
    [InlineData("{{ for i in 1..900; ('a ' * 90000) | string.split ' '; end }}")]
    public void A_text_that_would_outgrow_memory_is_never_made(string template)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();

        Assert.NotEmpty(Fill.Failure(template).Message);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, 64 * 1024 * 1024);
    }

    /// <summary>The limits are such that a usual stack is never short; a thread may have a smaller one.</summary>
    [Fact]
    public void A_stack_that_is_nearly_full_ends_a_template_and_not_the_process()
    {
        const int StackBytes = 512 * 1024;
        var source = Fill.Source(Fill.Template(new(null, "{{ 'x' }}", null)));
        Assert.Equal("x", Fill.Render(source).Text);
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(() => AtTheEnd(source)), StackBytes);

        thread.Start();
        thread.Join();

        Assert.Contains("nest too deeply", Assert.IsType<TemplateException>(error).Message, StringComparison.Ordinal);

        static string AtTheEnd(Engagement.Messages.MessageSource source) =>
            RuntimeHelpers.TryEnsureSufficientExecutionStack() ? AtTheEnd(source) + "" : Fill.Render(source).Text!;
    }

    static void Ends(string template)
    {
        try
        {
            Assert.NotNull(Fill.Text(template));
        }
        catch (TemplateException error)
        {
            Assert.NotEmpty(error.Problem.Message);
        }
    }

    static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
