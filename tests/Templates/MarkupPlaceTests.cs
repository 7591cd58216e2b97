using Engagement.Templates;

namespace Engagement.Tests.Templates;

/// <summary>Data may be filled in where escaping keeps it harmless, and nowhere else, whatever leads there.</summary>
public sealed class MarkupPlaceTests
{
    public static TheoryData<string> Refused { get; } =
    [
        "<script>{{ if true; event.note; end }}</script>",
        "<script>{{ x = 1; event.note }}</script>",
        "<script>{{ for i in order.items; i.name; end }}</script>",
        "<script>{{ case 1; when 1; event.note; end }}</script>",
        "<SCRIPT\n>var a = {{ event.note }}</SCRIPT>",
        "<script><!--<script>{{ event.note }}</script>",
        "<style>p { color: {{ event.note }} }</style>",
        "<style>p { color: {{ brand.primaryColor }} }</style>",
        "<a href=\"{{ if true; event.url; end }}\">x</a>",
        "<a href=\" {{ event.url }}\">x</a>",
        "<a href='\n\t{{ event.url }}'>x</a>",
        "<a href=\"{{ x = 1; event.url }}\">x</a>",
        "<a href=\"{{ event.url | string.strip }}\">x</a>",
        "<a href=\"{{ html.url event.url | string.replace '#' event.x }}\">x</a>",
        "<a href=\"{{ html.url(event.url) + 'x' }}\">x</a>",
        "<a href=\"{{ event.ok ? html.url(event.url) : event.other }}\">x</a>",
        "<a href=\"{{ html.url_encode event.url }}\">x</a>",
        "<a href=\"javascript:{{ event.note }}\">x</a>",
        "<a href=\"JaVaScRiPt:go('{{ html.url event.note }}')\">x</a>",
        "<a href=\"java&#115;cript:{{ event.note }}\">x</a>",
        "<a href=\"data:text/html,{{ event.note }}\">x</a>",
        "<a href=\"vbscript:{{ event.note }}\">x</a>",
        "<a href=\"/orders/{{ order.id }}\">x</a>",
        "<a href=\"{{ if event.a }}https://x/{{ end }}{{ event.url }}\">x</a>",
        "<a href=\"{{ if event.a }}https://x/{{ else }}{{ event.url }}{{ end }}\">x</a>",
        "<a href=\"{{ for i in event.a }}https://x/{{ end }}{{ event.url }}\">x</a>",
        "<a href=\"{{ case event.a }}{{ when 1 }}https:{{ when 2 }}{{ end }}{{ event.url }}\">x</a>",
        "<a href=\"{{ brand.name }}\">x</a>",
        "<a href=\"{{ brand.footer + event.url }}\">x</a>",
        "<a href=\"{{ capture u }}{{ event.url }}{{ end }}{{ u }}\">x</a>",
        "<img src=\"{{ event.url }}\">",
        "<img srcset=\"{{ html.url event.url }} 2x\">",
        "<a ping=\"{{ html.url event.url }}\">x</a>",
        "<form action=\"{{ event.url }}\"></form>",
        "<button formaction=\"{{ event.url }}\">x</button>",
        "<table background=\"{{ event.url }}\"></table>",
        "<video poster=\"{{ event.url }}\"></video>",
        "<iframe srcdoc=\"{{ event.note }}\"></iframe>",
        "<iframe src=\"{{ html.url event.url }}\"></iframe>",
        "<iframe>{{ event.note }}</iframe>",
        "<object data=\"{{ html.url event.url }}\"></object>",
        "<embed src=\"{{ html.url event.url }}\">",
        "<base href=\"{{ html.url event.url }}\">",
        "<link rel=stylesheet href=\"{{ html.url event.url }}\">",
        "<script src=\"{{ html.url event.url }}\"></script>",
        "<meta http-equiv=\"refresh\" content=\"0;url={{ event.url }}\">",
        "<p onclick=\"{{ if true; event.note; end }}\">x</p>",
        "<p OnMouseOver='{{ event.note }}'>x</p>",
        "<p on{{ if true }}click{{ end }}=\"{{ event.note }}\">x</p>",
        "<p style=\"color:{{ event.note }}\">x</p>",
        "<p style=\"{{ if event.a }}color:{{ event.note }}{{ end }}\">x</p>",
        "<p style=\"background:url({{ html.url event.url }})\">x</p>",
        "<p title={{ if true }}\"{{ end }}{{ event.note }}>x</p>",
        "<p title=\"x\"{{ event.note }}>x</p>",
        "<p {{ if true; event.note; end }}>x</p>",
        "<{{ event.note }}>x",
        "</{{ event.note }}>x",
        "<!{{ event.note }}>x",
        "<!-- {{ event.note }} -->",
        "<!--[if mso]><p onclick=\"{{ event.note }}\"><![endif]-->",
        "<scr{{ if true }}{{ end }}ipt>{{ event.note }}</script>",
        "<scr{{ x = 1 }}ipt>{{ event.note }}</script>",
        "<title></tit{{ if true }}{{ end }}le><p onclick=\"</title>{{ event.note }}\">x</p>",
        "<title></tit{{ event.none }}le><p onclick=\"</title>{{ event.note }}\">x</p>",
        "<style></sty{{ if true }}{{ end }}le><p onclick=\"</style>{{ event.note }}\">x</p>",
        "<p title=\"{{ if true }}\" onclick=\"{{ end }}{{ event.note }}\">x</p>",
        "{{ if true }}<script>{{ end }}{{ event.note }}",
        "{{ if true }}<script>{{ else }}<p>{{ end }}{{ event.note }}</script>",
        "{{ for i in event.a }}<p title=\"{{ break }}\">{{ end }}{{ event.note }}\">",
        "{{ for i in event.a }}{{ if i }}<p title='{{ continue }}{{ end }}'>{{ end }}",
        "{{ if true }}<select>{{ end }}<style>{{ event.note }}</style>",
        "{{ if true }}<svg>{{ end }}<style>{{ event.note }}</style>",
        "<svg><a href=\"{{ html.url event.url }}\">x</a></svg>",
        "<svg><style>{{ event.note }}</style></svg>",
        "<math><mtext>{{ event.note }}</mtext></math>",
        "<noscript>{{ event.note }}</noscript>",
        "<p></p><noscript><p title=\"{{ event.note }}\"></p></noscript>",
        "<p></p><noscript><p onclick=\"</noscript>{{ event.note }}\">x</p>",
        "<xmp>{{ event.note }}</xmp>",
        "<plaintext>{{ event.note }}",
        "<template>{{ event.note }}</template>",
        "<select><option>{{ event.note }}</option></select>",
        "<script>{{ if true }}x(){{ end }}</script>",
        "<p title=\"{{ capture c }}\">x</p>{{ end }}{{ c }}",
        "{{ capture c }}<script>{{ end }}{{ c }}{{ event.note }}",
        "{{ capture c }}x\" onclick=\"{{ end }}<p title=\"{{ c }}\">x</p>",
        "{{ capture c }}<b>{{ end }}{{ d = [c]; for e in d }}<p title=\"{{ e }}\">x</p>{{ end }}",
        "<p title=\"{{ content }}\">x</p>",
        "<title>{{ content }}</title>",
        "<p title=\"{{ html.newline_to_br event.note }}\">x</p>",
        "{{ html = event }}<a href=\"{{ html.url }}\">x</a>",
        "{{ brand = event }}<a href=\"{{ brand.logoUrl }}\">x</a>",
        "{{ for brand in event.a }}<a href=\"{{ brand.logoUrl }}\">x</a>{{ end }}",
        "{{ capture unsubscribeUrl }}{{ event.url }}{{ end }}<a href=\"{{ unsubscribeUrl }}\">x</a>",
        "<p title=\"x",
        "<script>",
        "<p {{ if true }}title=\"{{ event.a }}\"{{ else }}title=\"{{ event.b }}\"{{ end }}>x</p>",
    ];

    public static TheoryData<string> Accepted { get; } =
    [
        "<p>{{ if true; event.note; end }}</p>",
        "<a href=\"{{ if event.url }}{{ html.url event.url }}{{ else }}https://lumen.example{{ end }}\">x</a>",
        "<a href=\"{{ if event.a }}https://a/{{ else }}http://b/{{ end }}{{ order.id }}\">x</a>",
        "<a href=\"{{ html.url(event.url) }}?id={{ html.url_encode order.id }}\">x</a>",
        "<a href=\"{{ event.url | string.strip | html.url }}\">x</a>",
        "<a href=\"{{ event.url ? html.url(event.url) : 'https://lumen.example' }}\">x</a>",
        "<a href='mailto:{{ customer.email }}'>x</a><a href='tel:{{ customer.phone }}'>x</a>",
        "<a href=\" HTTPS://lumen.example/{{ for i in order.items }}{{ i.productId }},{{ end }}\">x</a>",
        "<a href=\"https://lumen.example/{{ if order.id }}{{ order.id }}{{ end }}{{ event.x }}\">x</a>",
        "<a {{ if order }}class=\"{{ event.class }}\"{{ end }} title=\"{{ event.note }}\">x</a>",
        "<a href=\"{{ unsubscribeUrl }}\"><img src=\"{{ brand.logoUrl }}\" alt=\"{{ brand.name }}\" width='1'>",
        "<p style=\"color:{{ brand.primaryColor ?? '#000' }};width:{{ points.pending / 10 | math.round }}%\">x</p>",
        "<style>{{ if direction == 'rtl' }}p { text-align: right }{{ end }}</style><p>{{ event.note }}</p>",
        "<script>var a = 1 < 2;</script>{{ event.note }}",
        "<title>{{ subject }}{{ if event.a }}, {{ event.a }}{{ end }}</title><textarea>{{ event.note }}</textarea>",
        "{{ capture c }}<b>{{ event.note }}</b>{{ end }}<p>{{ c }}</p><p title=\"{{ event.note }}\">x</p>",
        "<table>{{ for i in order.items }}<tr><td>{{ i.name }}</td></tr>{{ else }}<tr><td>-</td></tr>{{ end }}</table>",
        "<ul>{{ for i in order.items }}{{ if i.quantity > 9; break; end }}<li>{{ i.name }}{{ end }}</ul>",
        "{{ case order.stage }} {{ when 'a' }}<p>{{ order.id }}</p>{{ when 'b' }}<b>x</b>{{ end }}",
        "<!doctype html><html lang=\"{{ language }}\" dir=\"{{ direction }}\"><head><title>{{ subject }}</title></head>"
            + "<body>{{ content }}</body></html>",
        "<meta name=\"description\" content=\"{{ event.note }}\"><!--[if mso]><p><![endif]-->{{ event.note }}",
        "<tr><td style=\"color:{{ brand.textColor }}\" title=\"{{ order.id }}\">{{ order.id }}</td></tr>",
        "<td title=\"{{ order.id }}\">{{ order.id }}</td>{{ if event.a }}<td>{{ event.a }}</td>{{ end }}",
        "<div>{{ if event.a }}<div>{{ end }}{{ event.note }}</div>",
        "{%{ <p title= }%}x <p data-id=\"{{ order.id }}\" aria-label='{{ event.note }}'>&lt;{{ event.note }}</p>",
        "m0k1a m0k1z <p title=\"m0k1a M1K1z{{ event.note }}\" m2k=\"m2k1a\">",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Data_is_refused_wherever_escaping_does_not_hold(string html)
    {
        foreach (var parts in (Engagement.Messages.TemplateParts[])[new(null, null, html), new(null, "x", null, html)])
        {
            var problems = TemplateCheck.Problems(Fill.Template(parts), null);

            Assert.NotEmpty(problems);
            Assert.All(problems, problem =>
                Assert.True(problem is { Path: "html" or "insert", Line: > 0, Column: > 0 }));
        }
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Data_is_accepted_wherever_escaping_holds(string html) =>
        Assert.Empty(TemplateCheck.Problems(Fill.Template(new(null, null, html)), null));

    [Fact]
    public void All_places_of_a_part_are_told_and_not_only_the_first() => Assert.Equal(
        [16, 59],
        TemplateCheck.Problems(
            Fill.Template(new(
                null, null, "<p onclick=\"{{ event.a }}\">x</p><p>{{ event.b }}</p><p {{ event.c }}>")), null)
            .Select(problem => problem.Column));

    [Theory]
    [InlineData(6000, "<b a{0}>", 17000, "<p>")]
    [InlineData(16000, "<div>", 1, "x")]
    [InlineData(2000, "<b a{0}>", 2000, "<p>")]
    public void Markup_that_would_grow_without_end_in_a_parser_is_refused(int count, string open, int more, string then)
    {
        var html = string.Concat(Enumerable.Range(0, count)
            .Select(n => string.Format(System.Globalization.CultureInfo.InvariantCulture, open, n)))
            + string.Concat(Enumerable.Repeat(then, more));
        var bytes = GC.GetAllocatedBytesForCurrentThread();

        Assert.NotEmpty(TemplateCheck.Problems(Fill.Template(new(null, null, html)), null));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, 512L * 1024 * 1024);
    }
}
