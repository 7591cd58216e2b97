using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Problems;

namespace Engagement.Events;

/// <summary>What became of a request's events. When none was taken it is a problem document besides.</summary>
sealed record IntakeAnswer(int Accepted, int Duplicates, int Refused, ImmutableArray<ItemAnswer> Items)
{
    public string? Type { get; init; }

    public string? Title { get; init; }

    public int? Status { get; init; }

    public string? Detail { get; init; }

    public string? Instance { get; init; }

    public string? TraceId { get; init; }

    public ImmutableArray<Flaw>? Errors { get; init; }

    public IntakeAnswer As(ProblemDocument problem) => this with
    {
        Type = problem.Type,
        Title = problem.Title,
        Status = problem.Status,
        Detail = problem.Detail,
        Instance = problem.Instance,
        TraceId = problem.TraceId,
        Errors = problem.Errors,
    };
}

/// <summary>The last line of an answer in lines.</summary>
sealed record IntakeSummary(EventSummary Summary);

/// <summary>How the answers look. Members that say nothing are left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IntakeAnswer))]
[JsonSerializable(typeof(IntakeSummary))]
sealed partial class IntakeJson : JsonSerializerContext;
