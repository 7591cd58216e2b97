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
    IGrainFactory grains, Admission admission, Endings endings, TimeProvider clock, ILogger<EventIntake> log)
{
    /// <summary>Items of one JSON array; more come as lines.</summary>
    public const int ArrayItemsMax = 10_000;

    /// <summary>Lines that are delivered together.</summary>
    public const int ChunkLines = 1_000;

    /// <summary>Bytes of lines that are delivered together: large events must not fill the memory.</summary>
    public const int ChunkBytes = 1024 * 1024;

    public async Task Take(HttpContext context, Caller caller, bool followClock)
    {
        using var step = Steps.Begin(Steps.Ask);
        if (admission.Refusal(caller.Workspace) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        using var body = EventBody.Open(context, admission);
        var batch = new Batch(new EventReader(clock.GetUtcNow()), endings, log);
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
        await Scan(body, scanner, () => batch.Count <= ArrayItemsMax
            ? default
            : throw new RefusedException(ProblemKind.TooLarge.Because(
                $"There are more than {ArrayItemsMax} items; nothing was taken. Send application/x-ndjson.")));
        if (scanner is { IsEmpty: true, IsBroken: false })
        {
            throw new RefusedException(ProblemKind.Malformed.Because("The body is empty."));
        }

        using (admission.Share(workspace, batch.Count))
        {
            await batch.Deliver(grains, workspace, followClock, clock);
        }

        var answers = ImmutableArray.CreateBuilder<ItemAnswer>(batch.Count);
        batch.Drain(answers, static (all, answer) => all.Add(answer));
        await JsonAnswer.Send(context, answers.MoveToImmutable(), scanner, admission.RetryAfter);
    }

    async Task TakeLines(HttpContext context, EventBody body, Batch batch, string workspace, bool followClock)
    {
        using var stream = admission.LineStream(workspace);
        var output = context.Response.BodyWriter;
        context.Response.StatusCode = StatusCodes.Status207MultiStatus;
        context.Response.ContentType = "application/x-ndjson";
        using var lines = new AnswerLines(output);
        await Scan(
            body,
            new LineScanner(batch),
            () => batch.Count >= ChunkLines || batch.Bytes >= ChunkBytes ? Flush() : default,
            () => batch.Count > 0 ? Flush() : default);
        await Flush();
        lines.Summary();
        await output.FlushAsync(context.RequestAborted);

        // A client that does not read its answers is not read either: the next lines wait until these have left.
        async ValueTask Flush()
        {
            using (await admission.ShareInTurn(workspace, batch.Count, context.RequestAborted))
            {
                await batch.Deliver(grains, workspace, followClock, clock);
            }

            batch.Drain(lines, static (all, answer) => all.Add(answer));
            await output.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>Scans a body to its end, or to where it cannot be told into items any more.</summary>
    /// <param name="afterPiece">Called after every few kilobytes, so that what was found does not pile up.</param>
    /// <param name="beforeWait">
    /// Called when nothing more has come yet: what has come is not kept waiting, and while it is committed the next
    /// chunk gathers.
    /// </param>
    static async Task Scan(
        EventBody body, ItemScanner scanner, Func<ValueTask> afterPiece, Func<ValueTask>? beforeWait = null)
    {
        var more = true;
        while (more)
        {
            var reading = body.Read();
            if (beforeWait is not null && !reading.IsCompleted)
            {
                await beforeWait();
            }

            if (await reading is not { } result)
            {
                scanner.Break("The compressed body is damaged from here on, or ends before its end.");
                return;
            }

            try
            {
                foreach (var segment in result.Buffer)
                {
                    body.Count(segment.Length);
                    scanner.Feed(segment.Span);
                    await afterPiece();
                }
            }
            finally
            {
                // Behind a refusal too: the server reads on to the body's end, and cannot while this reading is open.
                body.Reader.AdvanceTo(result.Buffer.End);
            }

            more = !Ends(body, scanner, result) && !scanner.IsBroken;
        }
    }

    static bool Ends(EventBody body, ItemScanner scanner, ReadResult result)
    {
        if (body.IsBomb)
        {
            scanner.Break($"The body unpacks to more than {EventBody.CompressionMax} times what was sent.");
        }
        else if (result.IsCompleted)
        {
            scanner.End();
        }

        return result.IsCompleted;
    }
}
