using System.Collections.Immutable;
using Engagement.Definitions.Reading;
using Engagement.Problems;
using Engagement.Storage;

namespace Engagement.Definitions;

sealed record DefinitionList(IReadOnlyList<DefinitionLine> Items);

/// <param name="Revision">The workspace's revision that it made.</param>
sealed record DefinitionLine(string Kind, string Id, int Version, string Author, DateTimeOffset At, long Revision)
{
    public static DefinitionLine Of(StoredDefinition stored) =>
        new(stored.Kind, stored.Id, stored.Version, stored.Author, stored.At, stored.Revision);
}

/// <param name="Text">The document as its author wrote it.</param>
sealed record DefinitionAnswer(
    string Kind, string Id, int Version, string Author, DateTimeOffset At, long Revision, string Text)
{
    public static DefinitionAnswer Of(StoredDefinition stored) =>
        new(stored.Kind, stored.Id, stored.Version, stored.Author, stored.At, stored.Revision, stored.Text);
}

/// <param name="Kind">As far as it could be read.</param>
sealed record Verdict(bool Valid, string? Kind, string? Id, ImmutableArray<DefinitionProblem> Problems);

/// <summary>A problem document that says what is wrong with a definition, by line and path.</summary>
sealed record DefinitionProblems(ImmutableArray<DefinitionProblem> Problems) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => ProblemKind.DefinitionInvalid.Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var why = ProblemKind.DefinitionInvalid.Because("Nothing was published; 'problems' says what is wrong where.");
        var response = httpContext.Response;
        response.StatusCode = ProblemKind.DefinitionInvalid.Status;
        return response.WriteAsJsonAsync(
            DefinitionProblemDocument.Of(why.Document(httpContext), Problems), options: null, Problem.ContentType);
    }
}

sealed record DefinitionProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string TraceId,
    ImmutableArray<DefinitionProblem> Problems)
{
    public static DefinitionProblemDocument Of(ProblemDocument why, ImmutableArray<DefinitionProblem> problems) =>
        new(why.Type, why.Title, why.Status, why.Detail, why.Instance, why.TraceId, problems);
}
