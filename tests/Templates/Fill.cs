using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Messages;
using Engagement.Templates;

namespace Engagement.Tests.Templates;

/// <summary>Fills one part in, without the page that is put round markup.</summary>
static class Fill
{
    /// <summary>Keeps the renderer from putting its own page round a part.</summary>
    const string Head = "<html>";

    public static string Text(string template, string locale = "en-US", JsonElement? model = null) =>
        Render(new TemplateParts(null, template, null), locale, model).Text!;

    public static string Html(string template, string locale = "en-US", JsonElement? model = null) =>
        Render(new TemplateParts(null, null, Head + template), locale, model).Html![Head.Length..];

    public static string Subject(string template, JsonElement? model = null) =>
        Render(new TemplateParts(template, null, null), "en-US", model).Subject!;

    public static RenderedMessage Render(TemplateParts parts, string locale = "en-US", JsonElement? model = null) =>
        Render(Source(Template(parts) with { Language = locale }), locale, model);

    public static RenderedMessage Render(MessageSource source, string locale = "en-US", JsonElement? model = null) =>
        new TemplateRenderer(TimeProvider.System).Render(
            source, new TemplateView(model ?? TemplateGuide.Model, locale, "America/Sao_Paulo"));

    public static TemplateProblem Failure(string template, JsonElement? model = null) =>
        Assert.Throws<TemplateException>(() => Text(template, model: model)).Problem;

    public static MessageTemplate Template(TemplateParts parts, string? layout = null, string id = "t") =>
        new(id, 1, parts, layout, ImmutableSortedDictionary<string, TemplateParts>.Empty);

    public static MessageSource Source(MessageTemplate template, MessageTemplate? layout = null) =>
        new(template, layout, TemplateGuide.Brand);

    public static JsonElement Json(string json) => JsonElement.Parse(json);
}
