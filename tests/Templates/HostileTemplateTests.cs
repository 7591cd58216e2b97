using System.Diagnostics;
using Engagement.Messages;
using Engagement.Receivers;
using Engagement.Templates;
using Engagement.Tests.Channels;

namespace Engagement.Tests.Templates;

/// <summary>Templates that mean harm, or were written by somebody very tired, end early and with a reason.</summary>
public sealed class HostileTemplateTests
{
    const long BytesMax = 64 * 1024 * 1024;

    /// <summary>Far below the watchdog's: what stops these is what they cost, not how long they took.</summary>
    static readonly TimeSpan Patience = TemplateLimits.TimeMax / 3;

    const string Growing = "; a = [a, a]; a = [a, a]; a = [a, a]; a = [a, a]; a = [a, a]; a = [a, a]"
        + "; a = [a, a]; a = [a, a]; a = [a, a]; a = [a, a]; a = [a, a]; a = [a, a]"
        + "; a = [a, a]; a = [a, a]; a = [a, a]; a = [a, a]; a = [a, a]; a = [a, a]";

    const string Sums = "; x = i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i"
        + "; x = i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i"
        + "; x = i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i"
        + "; x = i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i"
        + "; x = i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i"
        + "; x = i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i";

    public static TheoryData<string, string> Bombs { get; } = new()
    {
        { "a range of a thousand million", "{{ for i in 1..1000000000 }}x{{ end }}" },
        { "a range that is only counted", "{{ 1..1000000000 | array.size }}" },
        { "loops in loops", Nested("for i in 1..1000", 3) },
        { "empty loops in loops", "{{ for i in 1..999; for j in 1..999; end; end }}" },
        { "a list as long as asked", "{{ a = []; a[100000000] = 1 }}" },
        { "an element put far behind", "{{ [] | array.insert_at 100000000 1 | array.size }}" },
        { "a text that doubles", "{{ a = 'xxxxxxxxxx'" + Repeat("; a = a + a", 40) + "; a }}" },
        { "a text that doubles and is never shown", "{{ a = 'xxxxxxxxxx'" + Repeat("; a = a + a", 40) + "; a = 1 }}" },
        { "a text multiplied", "{{ 'x' * 1000000000 }}" },
        { "a text padded", "{{ 'x' | string.pad_left 1000000000 }}" },
        { "a text appended to itself", "{{ a = 'x'" + Repeat("; a = a | string.append a", 40) + "; a = 1 }}" },
        { "a text replaced by longer ones",
            "{{ a = 'x' * 1000" + Repeat("; a = a | string.replace 'x' 'xxxxxxxxxx'", 10) + "; a = 1 }}" },
        { "many long texts kept",
            "{{ a = []; x = 'x' * 200000; for i in 1..900; a[i] = x + i; end; a.size }}" },
        { "a number that squares", "{{ a = 99999999999" + Repeat("; a = a * a", 40) + "; a % 7 }}" },
        { "a format of many digits", "{{ 1 | math.format 'N999999999' }}" },
        { "a rounding to many digits", "{{ 1.5 | math.round 1000 }}" },
        { "a list in a list in a list", "{{ a = [1,1]" + Repeat("; a = [a,a]", 40) + "; a }}" },
        { "two deep lists compared", Twins(40) + "; a == b }}" },
        { "two deep lists in a case", Twins(40) + "\ncase a\nwhen b\n1\nend }}" },
        { "a list that holds itself, printed", "{{ a = []; a[0] = a; a }}" },
        { "a list that holds itself, compared", "{{ a = []; a[0] = a; b = []; b[0] = b; a == b }}" },
        { "an object that holds itself", "{{ a = {}; a.b = a; a }}" },
        { "deep parentheses", "{{ " + Repeat("(", 5000) + "1" + Repeat(")", 5000) + " }}" },
        { "deep lists in the source", "{{ " + Repeat("[", 5000) + Repeat("]", 5000) + " }}" },
        { "deep signs", "{{ " + Repeat("!", 5000) + "1 }}" },
        { "deep blocks", Nested("if true", 5000) },
        { "a sum of many terms", "{{ 1" + Repeat(" + 1", 5000) + " }}" },
        { "a source as long as a book", Repeat("lorem ipsum ", 100_000) },
        { "captures in loops", "{{ for i in 1..900; capture x; 'x' * 10000; end; end }}" },
        { "words that are cut slowly", "{{ a = ' ' * 200000; for i in 1..900; a | string.truncatewords 3; end }}" },
        { "a date beyond all time", "{{ date.parse '9999-01-01' | date.add_years 9999 }}" },
        { "a date of days without number", "{{ date.parse '2024-01-01' | date.add_days 1e300 }}" },
        { "a loop with a condition", "{{ while true; end }}" },
        { "a function that calls itself", "{{ func f; f; end; f }}" },
        { "a template out of a text", "{{ '{{ 1 }}' | object.eval_template }}" },
        { "code out of a text", "{{ '1' | object.eval }}" },
        { "a pattern that backtracks", "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regex.match '(a+)+$' }}" },
        { "another file", "{{ include 'other' }}" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_hostile_template_is_stopped_within_the_limits(string name, string template)
    {
        Assert.NotEmpty(name);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();

        var problem = Fill.Failure(template);

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Patience);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, BytesMax);
        Assert.Equal("text", problem.Path);
        Assert.NotEmpty(problem.Message);
    }

    [Fact]
    public void A_message_that_takes_too_long_is_stopped_at_a_place()
    {
        var clock = new ImpatientClock();
        var source = Fill.Source(Fill.Template(new(null, "a\n{{ for i in 1..9 }}{{ i }}{{ end }}", null)));
        var view = new TemplateView(TemplateGuide.Model, "en", null);

        var error = Assert.Throws<TemplateException>(() => new TemplateRenderer(clock).Render(source, view));

        Assert.Equal(TemplateLimits.TimeMax, clock.Asked);
        Assert.True(error.Problem.Line > 0);
        Assert.Contains("longer than 30 s", error.Problem.Message, StringComparison.Ordinal);
    }

    /// <summary>A machine may be busy; a template that is too much is too much every time.</summary>
    [Fact]
    public void Only_a_message_that_ran_out_of_time_is_tried_again()
    {
        var late = Unsendable(new ImpatientClock(), "{{ for i in 1..9 }}{{ i }}{{ end }}");
        var large = Unsendable(TimeProvider.System, "{{ 'x' * 1000000000 }}");

        Assert.IsType<DeliveryOutcome.TryAgain>(late.Outcome);
        Assert.IsType<DeliveryOutcome.Never>(large.Outcome);

        static UnsendableException Unsendable(TimeProvider clock, string text) => Assert.Throws<UnsendableException>(
            () => new TemplateRenderer(clock).Render(
                Fill.Source(Fill.Template(new(null, text, null))), Letters.Message(), null));
    }

    [Theory]
    [InlineData("{{ 1..1000000000 | array.size }}", "Its loops take more than 1000 steps.")]
    [InlineData("{{ for i in 1..999; for j in 1..999; end; end }}", "Its loops take more than 1000 steps.")]
    [InlineData("{{ 'x' * 1000000000 }}", "It writes or holds more than 262144 characters.")]
    [InlineData("{{ a = []; for i in 1..20; a = [a]; end; a }}", "Values, blocks or calls nest too deeply in it.")]
    [InlineData("{{ a = []; for i in 1..200; a = [a]; end }}", "Values, blocks or calls nest too deeply in it.")]
    [InlineData("{{ a = [1]; b = a" + Growing + " }}", "A value holds more than 100000 others.")]
    [InlineData("{{ for i in 1..900" + Sums + "; end }}", "It works out more than 200000 expressions.")]
    [InlineData("{{ customer.name | nofilter }}", "It calls a function that there is not.")]
    [InlineData("{{ nofilter customer.name }}", "It calls a function that there is not.")]
    [InlineData("{{ customer.name | order.id }}", "It calls a function that there is not.")]
    [InlineData("{{ order.id = 'x' }}", "It is not written in the language of templates.")]
    [InlineData("{{ customer.name | math.round }}", "A value is of another kind than is needed here.")]
    [InlineData("{{ customer.name - 1 }}", "A value is of another kind than is needed here.")]
    [InlineData("{{ while true; end }}", "It is not written in the language of templates.")]
    public void What_stopped_a_template_is_told_without_what_it_was_filled_with(string template, string cause)
    {
        var error = Assert.Throws<TemplateException>(() => Fill.Text(template));

        Assert.StartsWith("Template 't' at text, line 1, column ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($": {cause}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_cannot_reach_into_the_program()
    {
        Assert.Equal("", Fill.Text("{{ capture c }}x{{ end }}{{ c.builder.capacity }}{{ c.Builder }}"));
        Assert.Equal("", Fill.Text("{{ (date.parse '2024-01-01').ticks }}{{ (date.parse '2024-01-01').kind }}"));
        Assert.Equal("", Fill.Text("{{ order.get_type }}{{ order.items.capacity }}{{ customer.store }}"));
    }

    [Fact]
    public void What_one_part_assigns_is_not_seen_by_the_next()
    {
        var parts = new Engagement.Messages.TemplateParts(
            "{{ name = 'gone'; $name = 'gone' }}ok",
            "{{ name ?? customer.name }}{{ $name }}",
            null);

        Assert.Equal("Ana Lima", Fill.Render(parts).Text);
    }

    static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    static string Nested(string statement, int depth) =>
        Repeat("{{ " + statement + " }}", depth) + "x" + Repeat("{{ end }}", depth);

    static string Twins(int depth) =>
        "{{ a = [1,1]; b = [1,1]" + Repeat("; a = [a,a]; b = [b,b]", depth);

    /// <summary>Its timers are over before they have begun.</summary>
    sealed class ImpatientClock : TimeProvider
    {
        public TimeSpan Asked { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Asked = dueTime > TimeSpan.Zero ? dueTime : Asked;
            callback(state);
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }
    }
}
