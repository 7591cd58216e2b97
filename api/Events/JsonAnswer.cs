using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Engagement.Problems;
using Engagement.Schema;

namespace Engagement.Events;

/// <summary>The answer to one event or an array: its status says at a glance what became of all of them.</summary>
static class JsonAnswer
{
    /// <summary>Errors named at the head of a refusal. The items name all of theirs.</summary>
    const int ErrorsMax = 20;

    public static async Task Send(
        HttpContext context, ImmutableArray<ItemAnswer> items, JsonScanner body, TimeSpan retryAfter)
    {
        var tally = new EventSummary();
        foreach (var item in items)
        {
            tally.Add(item);
        }

        var answer = new IntakeAnswer(tally.Accepted, tally.Duplicates, tally.Refused, items);
        var response = context.Response;
        response.StatusCode = tally.Refused == 0 ? StatusCodes.Status200OK : StatusCodes.Status207MultiStatus;
        response.ContentType = "application/json";
        if (tally.NoneTaken && items.Length > 0)
        {
            var problem = Explain(tally, items, body);
            response.StatusCode = problem.Kind.Status;
            response.ContentType = Problem.ContentType;
            answer = answer.As(problem.Document(context));
        }

        if (tally.Unavailable + tally.Internal > 0)
        {
            response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        await JsonSerializer.SerializeAsync(
            response.BodyWriter, answer, IntakeJson.Default.IntakeAnswer, context.RequestAborted);
    }

    static Problem Explain(EventSummary tally, ImmutableArray<ItemAnswer> items, JsonScanner body)
    {
        var kind = tally switch
        {
            { Unavailable: > 0 } => ProblemKind.Unavailable,
            { Internal: > 0 } => ProblemKind.Internal,
            { Conflicts: > 0 } when tally.Conflicts == tally.Refused => ProblemKind.EventConflict,
            // Whatever else is wrong with its items: a body that is no JSON is mended first.
            _ when body.IsBroken => ProblemKind.Malformed,
            _ when body.IsArray => ProblemKind.EventsRefused,
            _ => items[0].Code switch
            {
                ValidationCodes.Malformed => ProblemKind.Malformed,
                ValidationCodes.TooLarge => ProblemKind.TooLarge,
                _ => ProblemKind.EventsRefused,
            },
        };
        var flaws = items.SelectMany(item => Flaws(item, body.IsArray)).Take(ErrorsMax).ToArray();
        var detail = body.IsArray ? "None of the events was taken; 'items' says why." : "The event was not taken.";
        return kind.Because(detail, flaws);
    }

    // The pointer of an item points into its event; this one points into the body.
    static IEnumerable<Flaw> Flaws(ItemAnswer item, bool isArray)
    {
        var prefix = isArray ? $"/{item.Index.ToString(CultureInfo.InvariantCulture)}" : "";
        return item.Errors is { } errors
            ? errors.Select(error => new Flaw(prefix + error.Pointer, error.Reason, error.Expected))
            : [new Flaw(prefix + item.Pointer, item.Reason!, item.Expected)];
    }
}
