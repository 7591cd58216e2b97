using Engagement.Access;
using Engagement.Catalogues;
using Engagement.Hosting;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Receivers;

namespace Engagement.Events;

/// <summary>The way in for events.</summary>
static class EventsApi
{
    /// <summary>The operation's name in the API's description.</summary>
    public const string PostEvents = "postEvents";

    const string ClockParameter = "clock";
    const string Follow = "follow";

    public static void AddIntake(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddSingleton<Endings>();
        builder.Services.AddSingleton<EventIntake>();
        builder.Services.AddChecked<IntakeOptions>("Intake");
        builder.Services.AddOptions<IntakeOptions>()
            .Validate(
                options => options.WaitMax > TimeSpan.Zero && options.WaitMax <= IntakeOptions.WaitLongest,
                "Intake:WaitMax must be longer than nothing and at most a minute, such as 00:00:02 for two seconds.")
            .Validate(
                options => options.EventsUnderWayMax >= EventIntake.ChunkLines,
                $"Intake:EventsUnderWayMax must be at least {EventIntake.ChunkLines}: a stream of lines hands on as "
                    + "many together.");
    }

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapIntake();
        routes.MapEventTypes();
    }

    static void MapIntake(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/events", Take)
        .WithTags("Events")
        .Needs(Scopes.EventsWrite)
        .WithMetadata(new BoundsItsBody())
        .Named(PostEvents, "Send one event, an array of them, or lines of them")
        .Accepts<object>("application/json", "application/x-ndjson")
        .Produces<IntakeAnswer>()
        .Produces<IntakeAnswer>(StatusCodes.Status207MultiStatus)
        .Produces<IntakeAnswer>(StatusCodes.Status409Conflict, Problem.ContentType)
        .Produces<IntakeAnswer>(StatusCodes.Status422UnprocessableEntity, Problem.ContentType)
        .MayAnswer(
            ProblemKind.Malformed, ProblemKind.TooLarge, ProblemKind.MediaType, ProblemKind.TooManyRequests,
            ProblemKind.Overloaded)
        .WithMetadata(QueryParameter.Text(
            ClockParameter, "'follow' lets a rehearsal's events be taken at their own time."));

    static async Task Take(HttpContext context, Caller caller, EventIntake intake, ICatalogues catalogues) =>
        await intake.Take(context, caller, await Follows(context, caller, catalogues));

    static async ValueTask<bool> Follows(HttpContext context, Caller caller, ICatalogues catalogues)
    {
        var query = new QueryReader(context);
        var clock = query.Text(ClockParameter);
        query.RefuseFlaws();
        if (clock is null)
        {
            return false;
        }

        if (clock != Follow)
        {
            throw new RefusedException(ProblemKind.Invalid.Because(
                "A query parameter is not right; 'errors' says which.",
                new Flaw($"/{ClockParameter}", "It is not a word known here.", Follow)));
        }

        var rules = await catalogues.For(caller.Workspace, context.RequestAborted);
        return rules.Workspace.Rehearsal ? true : throw new RefusedException(ProblemKind.LiveClock.Because(
            "Events of a live workspace are taken at the time they arrive. Leave 'clock' out."));
    }
}
