using System.Globalization;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>
/// What a reader calls a letter: a sign with all its accents, a family of one picture. Texts are counted and cut by
/// these; by the halves and pieces they are stored in, they would be cut in two.
/// </summary>
static class WholeLetters
{
    public static string[] Of(string text)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        var letters = new string[starts.Length];
        for (var at = 0; at < starts.Length; at++)
        {
            letters[at] = text[starts[at]..(at + 1 < starts.Length ? starts[at + 1] : text.Length)];
        }

        return letters;
    }

    public static ScriptArray List(string text) => [.. Of(text)];

    public static int Count(string text) => StringInfo.ParseCombiningCharacters(text).Length;

    /// <summary>From a letter on; a start below zero counts from the end.</summary>
    public static string Slice(string text, int start, int? length)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        var from = start < 0 ? start + (long)starts.Length : start;
        var to = length is { } count ? from + Math.Max(0, count) : starts.Length;
        return At(Math.Clamp(from, 0, starts.Length)) is var first && At(Math.Clamp(to, 0, starts.Length)) is var last
            && first < last ? text[first..last] : "";

        int At(long letter) => letter < starts.Length ? starts[letter] : text.Length;
    }
}

/// <summary>How a template reaches into a text.</summary>
sealed class TextAccessor : IListAccessor, IObjectAccessor
{
    public static TextAccessor Only { get; } = new();

    public bool HasIndexer => false;

    public Type? IndexType => null;

    public int GetLength(TemplateContext context, SourceSpan span, object target) => WholeLetters.Count((string)target);

    public object? GetValue(TemplateContext context, SourceSpan span, object target, int index) =>
        WholeLetters.Of((string)target).ElementAtOrDefault(index);

    public void SetValue(TemplateContext context, SourceSpan span, object target, int index, object? value) =>
        throw new ScriptRuntimeException(span, "A letter of a text cannot be changed.");

    public int GetMemberCount(TemplateContext context, SourceSpan span, object target) => 1;

    public IEnumerable<string> GetMembers(TemplateContext context, SourceSpan span, object target) => ["size"];

    public bool HasMember(TemplateContext context, SourceSpan span, object target, string member) => member == "size";

    public bool TryGetValue(
        TemplateContext context, SourceSpan span, object target, string member, out object? value)
    {
        value = member == "size" ? WholeLetters.Count((string)target) : null;
        return value is not null;
    }

    public bool TrySetValue(TemplateContext context, SourceSpan span, object target, string member, object? value) =>
        false;

    public bool TryGetItem(TemplateContext context, SourceSpan span, object target, object index, out object? value) =>
        TryGetValue(context, span, target, "", out value);

    public bool TrySetItem(TemplateContext context, SourceSpan span, object target, object index, object? value) =>
        false;
}
