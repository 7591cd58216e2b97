using System.Collections.Immutable;
using System.IO.Pipelines;
using Engagement.Access;
using Engagement.Problems;
using Engagement.Telemetry;

namespace Engagement.Events;

/// <summary>
/// Step 1: asks. Reads events from a request, refuses those that do not fit, hands the others to their customers, and
/// answers when they are durable.
/// </summary>
sealed class EventIntake(
    IGrainFactory grains, Admission admission, TimeProvider clock, ILogger<EventIntake> log)
{
    /// <summary>Items of one JSON array; more come as lines.</summary>
    public const int ArrayItemsMax = 10_000;

    /// <summary>Lines that are delivered together.</summary>
    public const int ChunkLines = 1_000;

    public async Task Take(HttpContext context, Caller caller, bool followClock)
    {
        using var step = Steps.Begin(Steps.Ask);
        if (admission.Refusal() is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        using var body = EventBody.Open(context, admission);
        var batch = new Batch(new EventReader(clock.GetUtcNow()), log);
        if (body.IsLines)
        {
            await TakeLines(context, body, batch, caller.Workspace, followClock);
        }
        else
        {
            await TakeJson(context, body, batch, caller.Workspace, followClock);
        }
    }

    async Task TakeJson(HttpContext context, EventBody body, Batch batch, string workspace, bool followClock)
    {
        var scanner = new JsonScanner(batch);
        while (Scan(body, scanner, await body.Read()))
        {
            if (batch.Count > ArrayItemsMax)
            {
                throw new RefusedException(ProblemKind.TooLarge.Because(
                    $"There are more than {ArrayItemsMax} items; nothing was taken. Send application/x-ndjson."));
            }
        }

        if (scanner.IsEmpty)
        {
            throw new RefusedException(ProblemKind.Malformed.Because("The body is empty."));
        }

        await batch.Deliver(grains, workspace, followClock);
        var answers = ImmutableArray.CreateBuilder<ItemAnswer>(batch.Count);
        batch.Drain(answers, static (all, answer) => all.Add(answer));
        await JsonAnswer.Send(context, answers.MoveToImmutable(), scanner.IsArray, admission.RetryAfter);
    }

    async Task TakeLines(HttpContext context, EventBody body, Batch batch, string workspace, bool followClock)
    {
        var output = context.Response.BodyWriter;
        context.Response.StatusCode = StatusCodes.Status207MultiStatus;
        context.Response.ContentType = "application/x-ndjson";
        using var lines = new AnswerLines(output);
        var scanner = new LineScanner(batch);
        bool more;
        do
        {
            // What has come is not kept waiting for what may come; while it is committed, the next chunk gathers.
            var reading = body.Read();
            if (batch.Count >= ChunkLines || (batch.Count > 0 && !reading.IsCompleted))
            {
                await Flush();
            }

            more = Scan(body, scanner, await reading);
        }
        while (more);

        await Flush();
        lines.Summary();
        await output.FlushAsync(context.RequestAborted);

        // A client that does not read its answers is not read either: the next lines wait until these have left.
        async Task Flush()
        {
            await batch.Deliver(grains, workspace, followClock);
            batch.Drain(lines, static (all, answer) => all.Add(answer));
            await output.FlushAsync(context.RequestAborted);
        }
    }

    /// <returns>False at the end of the body, or where it cannot be told into items any more.</returns>
    static bool Scan(EventBody body, ItemScanner scanner, ReadResult? read)
    {
        if (read is not { } result)
        {
            scanner.Break("The compressed body is damaged from here on.");
            return false;
        }

        foreach (var segment in result.Buffer)
        {
            body.Count(segment.Length);
            scanner.Feed(segment.Span);
        }

        body.Reader.AdvanceTo(result.Buffer.End);
        if (body.IsBomb)
        {
            scanner.Break($"The body unpacks to more than {EventBody.CompressionMax} times what was sent.");
        }
        else if (result.IsCompleted)
        {
            scanner.End();
        }

        return !result.IsCompleted && !scanner.IsBroken;
    }
}
