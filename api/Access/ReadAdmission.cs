using System.Security.Cryptography;
using Engagement.Http;
using Engagement.Problems;

namespace Engagement.Access;

/// <summary>
/// Bounds what one workspace may be reading in this process at once, so that whoever reads much delays their own
/// workspace and no other. Lists and searches run a few at a time and wait for each other; what waits is bounded, too.
/// </summary>
sealed class ReadAdmission : IDisposable
{
    /// <summary>Reads of one workspace under way in a process: so many lists, and so many that are none.</summary>
    public const int UnderWayMax = 256;

    /// <summary>
    /// Lists and searches of one workspace that run at once; the others wait. On SQLite the database runs one more, so
    /// that another workspace need not wait for them.
    /// </summary>
    public static readonly int ListsAtOnceMax = Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    readonly FairShare _ones = new(UnderWayMax);
    readonly FairShare _lists = new(UnderWayMax);
    readonly FairShare _running = new(ListsAtOnceMax);

    /// <summary>Counts a read until what comes back is disposed; null when the workspace has too many.</summary>
    public IDisposable? Share(string workspace, bool isList, int count = 1) =>
        (isList ? _lists : _ones).Take(workspace, count);

    /// <summary>Waits until a list may run. Whoever waits longest comes first.</summary>
    public ValueTask<IDisposable> Turn(string workspace, CancellationToken cancellation) =>
        _running.Wait(workspace, 1, cancellation);

    /// <summary>Holds for every route that asks for a scope and reads.</summary>
    public async Task Admit(HttpContext context, RequestDelegate next)
    {
        var route = context.GetEndpoint()?.Metadata;
        var isList = route is not null && (route.GetMetadata<TakesTurns>() is not null
            || route.GetOrderedMetadata<QueryParameter>().Any(query => query.Name == QueryParameter.Limit.Name));
        if (!(isList || IsRead(context, route))
            || Caller.Of(context.User).Workspace is not { Length: > 0 } workspace)
        {
            await next(context);
            return;
        }

        using var share = Share(workspace, isList);
        if (share is null)
        {
            await TooMany(isList).ExecuteAsync(context);
            return;
        }

        using var turn = isList ? await Turn(workspace, context.RequestAborted) : null;
        await next(context);
    }

    public void Dispose()
    {
        _ones.Dispose();
        _lists.Dispose();
        _running.Dispose();
    }

    static bool IsRead(HttpContext context, EndpointMetadataCollection? route) =>
        route?.GetMetadata<BoundedRead>() is not null
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));

    // Clients that were turned away together must not come back together.
    static Problem TooMany(bool lists) => ProblemKind.TooManyRequests.Because(
        $"The workspace has {UnderWayMax} {(lists ? "lists and searches" : "reads")} under way, as many as one may.")
        with
    { RetryAfter = TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32(1, 4)) };
}

/// <summary>Marks a route whose reads are counted.</summary>
sealed record BoundedRead;

/// <summary>Marks a route that has much to do for one request, as a list has, though it takes no limit.</summary>
sealed record TakesTurns;
