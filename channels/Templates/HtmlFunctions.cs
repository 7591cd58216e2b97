using Scriban;
using Scriban.Runtime;

namespace Engagement.Templates;

/// <summary>The <c>html</c> group: what goes into markup. None of it lets text through unescaped.</summary>
static class HtmlFunctions
{
    static readonly string[] LinkSchemes = ["https", "http", "mailto", "tel"];

    public static ScriptObject Create()
    {
        var functions = new ScriptObject();
        functions.Import("escape", Escape);
        functions.Import("newline_to_br", NewlineToBr);
        functions.Import("url", Url);
        functions.Import("url_encode", UrlEncode);
        return functions;
    }

    static object? Escape(TemplateContext context, object? value) =>
        value is null or Markup or IScriptOutput
            ? value
            : new Markup(Markup.Escape(context.ObjectToString(value) ?? ""));

    static Markup? NewlineToBr(TemplateContext context, object? value) =>
        Escape(context, value)?.ToString() is { } html ? new Markup(html.ReplaceLineEndings("<br>\n")) : null;

    /// <summary>An address that may stand in a link; anything else, such as a script, leads nowhere.</summary>
    static string Url(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var url) && LinkSchemes.Contains(url.Scheme)
            ? url.AbsoluteUri
            : "#";

    static string UrlEncode(string? text) => Uri.EscapeDataString(text ?? "");
}
