using System.Collections.Immutable;
using Engagement.Definitions.Reading;
using Engagement.Problems;
using Engagement.Storage;

namespace Engagement.Definitions;

sealed record DefinitionList(IReadOnlyList<DefinitionLine> Items);

/// <param name="Revision">The workspace's revision that it made.</param>
/// <param name="Warnings">What should be looked at, when it was just published.</param>
/// <param name="InForce">The version that decisions are made by; null when none is.</param>
/// <param name="IsDefault">Of a brand: whether it is that of messages that name none.</param>
sealed record DefinitionLine(
    string Kind,
    string Id,
    int Version,
    string Author,
    DateTimeOffset At,
    long Revision,
    ImmutableArray<DefinitionProblem>? Warnings = null,
    int? InForce = null,
    bool? IsDefault = null)
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
/// <param name="Problems">The first by line.</param>
/// <param name="More">How many problems there are besides.</param>
/// <param name="Warnings">What does not keep it from being published, and should be looked at.</param>
sealed record ValidationResult(
    bool Valid,
    string? Kind,
    string? Id,
    ImmutableArray<DefinitionProblem> Problems,
    int More,
    ImmutableArray<DefinitionProblem> Warnings)
{
    public static ValidationResult Of(DefinitionReading reading) => new(
        reading.Problems.IsEmpty, reading.Kind, reading.Id, reading.Problems, reading.More, reading.Warnings);
}

/// <summary>A problem document that says what is wrong with a definition, by line and path.</summary>
sealed record DefinitionProblems(ImmutableArray<DefinitionProblem> Problems, int More) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => ProblemKind.DefinitionInvalid.Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var why = ProblemKind.DefinitionInvalid.Because("Nothing was published; 'problems' says what is wrong where.");
        var response = httpContext.Response;
        response.StatusCode = ProblemKind.DefinitionInvalid.Status;
        var document = DefinitionProblemDocument.Of(why.Document(httpContext), Problems, More);
        return response.WriteAsJsonAsync(document, options: null, Problem.ContentType);
    }
}

sealed record DefinitionProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string TraceId,
    ImmutableArray<DefinitionProblem> Problems,
    int More)
{
    public static DefinitionProblemDocument Of(
        ProblemDocument why, ImmutableArray<DefinitionProblem> problems, int more) =>
        new(why.Type, why.Title, why.Status, why.Detail, why.Instance, why.TraceId, problems, more);
}
