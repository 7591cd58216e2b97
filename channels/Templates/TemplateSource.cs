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
        if (template is { HasErrors: true })
        {
            refused = [.. template.Messages.Take(1).Select(message => At(message.Span.Start, message.Message))];
        }
        else if (SyntaxTree.Refused(template?.Page) is { } found)
        {
            refused = [At(found.At, found.Reason)];
        }

        Template = refused.Count == 0 ? template : null;
        Wrong = refused;

        TemplateMistake At(TextPosition place, string message) => TemplateMistake.At(source, place, message);
    }

    /// <summary>Null where something is wrong.</summary>
    public Template? Template { get; }

    public IReadOnlyList<TemplateMistake> Wrong { get; }

    /// <summary>
    /// What keeps it from being published, though what was published can still be filled in.
    /// </summary>
    public IReadOnlyList<TemplateMistake> Doubtful(LocalisedPart part)
    {
        if (Template?.Page?.Body is not { } body)
        {
            return Wrong;
        }

        var wrong = new TemplateMembers(part.Source, body).Unknown()
            .Concat(new TemplateNames(part.Source).Unknown())
            .OrderBy(mistake => (mistake.Line, mistake.Column))
            .Take(1)
            .ToList();
        return wrong.Count == 0 && part.IsMarkup ? [.. new MarkupPlaces(part.Source, body).Unsafe()] : wrong;
    }

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
