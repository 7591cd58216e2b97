using Engagement.Definitions.Reading;
using Engagement.Messages;
using Engagement.Templates;

namespace Engagement.Definitions;

/// <summary>
/// Adds what is wrong in the language of a template's parts. Readers of documents do not know that language, and the
/// language does not know which line of the document a part begins on.
/// </summary>
static class TemplateLanguage
{
    public static DefinitionReading Check(DefinitionReading reading, Catalogue published)
    {
        if (reading is not { Definition: MessageTemplate template, Document: { } document })
        {
            return reading;
        }

        var layout = template.Layout is { } id ? published.Template(id) : null;
        return reading with
        {
            Problems =
            [
                .. TemplateCheck.Problems(template, layout)
                    .Select(problem => InDocument(problem, document))
                    .OrderBy(problem => problem.Line),
            ],
        };
    }

    /// <param name="problem">Its place is a part, as a JSON pointer, and a line and column in that part.</param>
    static DefinitionProblem InDocument(TemplateProblem problem, Node document)
    {
        var names = problem.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var part = names.Aggregate((Node?)document, (node, name) => node?.Member(name)) ?? document;
        var message = problem.Column == 0 ? problem.Message : $"Column {problem.Column}: {problem.Message}";
        return new(part.Line + Math.Max(0, problem.Line - 1), string.Join('.', names), message);
    }
}
