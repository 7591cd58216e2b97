using System.Runtime.CompilerServices;
using Scriban;
using Scriban.Parsing;

namespace Engagement.Templates;

/// <summary>A part's source, parsed: what can be rendered, or what is wrong with it.</summary>
sealed class TemplateSource
{
    // Sources live as long as the definitions they belong to, and so does what was made of them.
    static readonly ConditionalWeakTable<string, TemplateSource> Known = [];

    static readonly ParserOptions Options = new()
    {
        ExpressionDepthLimit = TemplateLimits.NestingMax,
        ParseFloatAsDecimal = true,
    };

    TemplateSource(string source)
    {
        if (source.Length > TemplateLimits.SourceMax)
        {
            Wrong = [new(0, 0, $"The part is longer than {TemplateLimits.SourceMax} characters.")];
            return;
        }

        var refused = new TemplateWords(source).Refused().Take(1).ToList();
        var template = refused.Count > 0 ? null : Template.Parse(source, null, Options);
        Template = template is { HasErrors: false } ? template : null;
        Wrong = template is { HasErrors: true } ? [.. template.Messages.Take(1).Select(At)] : refused;

        TemplateMistake At(LogMessage message) => TemplateMistake.At(source, message.Span.Start, message.Message);
    }

    /// <summary>Null where something is wrong.</summary>
    public Template? Template { get; }

    public IReadOnlyList<TemplateMistake> Wrong { get; }

    /// <summary>
    /// What keeps it from being published, though what was published can still be filled in.
    /// </summary>
    public IEnumerable<TemplateMistake> Doubtful(string source) =>
        Wrong.Count > 0 ? Wrong : new TemplateNames(source).Unknown().Take(1);

    public static TemplateSource Of(string source) => Known.GetValue(source, key => new TemplateSource(key));
}

/// <param name="Line">From one; zero where the source as a whole is meant.</param>
sealed record TemplateMistake(int Line, int Column, string Message)
{
    /// <summary>The parser says "nowhere" of the end of the source; that place has a line and a column too.</summary>
    public static TemplateMistake At(string source, TextPosition position, string message)
    {
        if (position.Line >= 0)
        {
            return new TemplateMistake(position.Line + 1, position.Column + 1, message);
        }

        var lastLine = source.LastIndexOf('\n') + 1;
        return new TemplateMistake(source.AsSpan().Count('\n') + 1, source.Length - lastLine + 1, message);
    }

    public TemplateProblem In(LocalisedPart part) => new(part.Template, part.Path, Line, Column, Message);
}
