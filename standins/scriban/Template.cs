using Scriban.Parsing;
using Scriban.Syntax;

namespace Scriban;

/// <summary>A parsed template. It can be rendered many times, by several threads at once.</summary>
public sealed class Template
{
    readonly ScriptNode? _page;

    Template(string? sourceFilePath, ScriptNode? page, LogMessageBag messages)
    {
        SourceFilePath = sourceFilePath;
        _page = page;
        Messages = messages;
    }

    public string? SourceFilePath { get; }

    public LogMessageBag Messages { get; }

    public bool HasErrors => Messages.Any(message => message.Type == ParserMessageType.Error);

    public static Template Parse(string text, string? sourceFilePath = null, ParserOptions? parserOptions = null)
    {
        var parser = new Parser(new Lexer(text ?? "", sourceFilePath), parserOptions ?? ParserOptions.Default);
        var page = parser.Run();
        return new Template(sourceFilePath, page, parser.Messages);
    }

    /// <summary>Renders to the context's output and returns what that holds.</summary>
    /// <exception cref="InvalidOperationException">The template has errors.</exception>
    public string Render(TemplateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (HasErrors)
        {
            throw new InvalidOperationException(
                $"This template has errors, see its messages: {string.Join("; ", Messages)}");
        }

        context.Evaluate(_page);
        return context.TakeOutput();
    }
}
