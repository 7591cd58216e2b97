using Engagement.Customers;
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
        if (reading is not { Draft: MessageTemplate template, Document: { } document })
        {
            return reading;
        }

        // What the reader has blamed already is not blamed once more.
        var layout = template.Layout is { } id ? published.Messages.Templates.Find(id) : null;
        return reading.With(TemplateCheck.Problems(template, layout)
            .Concat(IsLayout(template, published) ? TemplateCheck.AsLayout(template) : [])
            .Select(problem => InDocument(problem, template, document))
            .Where(problem => !reading.Problems.Any(before =>
                before.Path == problem.Path && problem.Path is "" or "layout")));
    }

    static bool IsLayout(MessageTemplate template, Catalogue published) =>
        published.Messages.Templates.InForce.Any(other => other.Layout == template.Id && other.Id != template.Id);

    static DefinitionProblem InDocument(TemplateProblem problem, MessageTemplate template, Node document)
    {
        if (problem.Template != template.Id)
        {
            // The place is in the layout's own document; in this one only its name is to blame.
            return new(document.Member("layout")?.Line ?? document.Line, "layout", problem.ToString());
        }

        var part = problem.Path.Split('.').Aggregate((Node?)document, (node, name) => node?.Member(name)) ?? document;
        var message = problem.Column == 0 ? problem.Message : $"Column {problem.Column}: {problem.Message}";
        return new(part.Line + Math.Max(0, problem.Line - 1), problem.Path, message);
    }
}
