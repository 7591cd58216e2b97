using System.Globalization;
using Engagement.Messages;

namespace Engagement.Templates;

/// <summary>What stands around rendered markup so that it is a page of its own.</summary>
static class Page
{
    public static string Direction(CultureInfo language) => language.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    /// <summary>A page that is whole already, from a layout that brings its own head, is left as it is.</summary>
    public static string Whole(string html, CultureInfo language, string title) => IsWhole(html)
        ? html
        : $"""
           <!doctype html>
           <html lang="{language.Name}" dir="{Direction(language)}">
           <head>
           <meta charset="utf-8">
           <meta name="viewport" content="width=device-width">
           <title>{Markup.Escape(title)}</title>
           </head>
           <body>
           {html}
           </body>
           </html>

           """.ReplaceLineEndings("\n");

    /// <summary>A card of A6, which printers know and parcels take.</summary>
    public static string Printable(string html, CultureInfo language, BrandKit brand) => IsWhole(html)
        ? html
        : $$"""
            <!doctype html>
            <html lang="{{language.Name}}" dir="{{Direction(language)}}">
            <head>
            <meta charset="utf-8">
            <title>{{Markup.Escape(brand.Name)}}</title>
            <style>
            @page { size: A6; margin: 10mm; }
            body { font: 11pt/1.4 sans-serif; margin: 0; color: {{Color(brand.TextColor, "#000000")}}; }
            h1, h2, h3 { color: {{Color(brand.PrimaryColor, "#000000")}}; break-after: avoid; }
            img { max-width: 100%; }
            </style>
            </head>
            <body>
            {{html}}
            </body>
            </html>

            """.ReplaceLineEndings("\n");

    static bool IsWhole(string html)
    {
        var start = html.AsSpan().TrimStart();
        return start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Only what is plainly a colour gets into a style sheet.</summary>
    static string Color(string? color, string otherwise) =>
        color is { Length: > 0 and <= 24 } && color.AsSpan().Trim('#').IndexOfAnyExcept(ColorCharacters) < 0
            ? color
            : otherwise;

    static ReadOnlySpan<char> ColorCharacters => "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
}
