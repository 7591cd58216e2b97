namespace Engagement.Templates;

/// <summary>What is wrong with a template, and where.</summary>
/// <param name="Template">The template's id.</param>
/// <param name="Path">The part of the document: <c>locales.pt-BR.html</c>.</param>
/// <param name="Line">Line in that part, from one; zero where the part as a whole is meant.</param>
/// <param name="Column">Column in that line, from one; zero where the part as a whole is meant.</param>
public sealed record TemplateProblem(string Template, string Path, int Line, int Column, string Message)
{
    public string Place => Line == 0
        ? $"Template '{Template}' at {(Path.Length == 0 ? "its start" : Path)}"
        : $"Template '{Template}' at {Path}, line {Line}, column {Column}";

    public override string ToString() => $"{Place}: {Message}";
}

/// <summary>
/// A template could not be filled in. The exception's own text names the place and one of a few causes, and so may be
/// kept; the problem's message may quote what the template was filled with.
/// </summary>
public sealed class TemplateException : Exception
{
    internal TemplateException(TemplateProblem problem, TemplateFault fault)
        : base($"{problem.Place}: {fault.Sentence}") => (Problem, Fault) = (problem, fault);

    internal TemplateFault Fault { get; }

    public TemplateProblem Problem { get; }
}
