using Microsoft.AspNetCore.WebUtilities;

namespace Engagement.Problems;

/// <summary>
/// Everything that can be wrong with a request. The slug is part of the contract: clients branch on it, and
/// <c>docs/errors</c> has a page of that name.
/// </summary>
/// <param name="Summary">What it means, in a few words; what exactly is wrong, a problem's detail says.</param>
sealed record ProblemKind(string Slug, int Status, string Summary)
{
    public static readonly ProblemKind Malformed = new("malformed", 400, "The request cannot be read.");
    public static readonly ProblemKind Invalid = new("invalid", 400, "The request says something it may not.");
    public static readonly ProblemKind Unauthenticated = new("unauthenticated", 401, "Say who you are.");
    public static readonly ProblemKind SignInFailed = new("sign-in-failed", 401, "That sign-in is not right.");
    public static readonly ProblemKind ScopeMissing = new("scope-missing", 403, "This credential may not do that.");
    public static readonly ProblemKind CrossSite = new("cross-site", 403, "The request did not come from the console.");
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is nothing here.");
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "Not with this method.");
    public static readonly ProblemKind RequestTimeout = new("request-timeout", 408, "The request arrived too slowly.");
    public static readonly ProblemKind ActRefused = new("act-refused", 409, "That cannot be done now.");
    public static readonly ProblemKind NameTaken = new("name-taken", 409, "The name is taken.");
    public static readonly ProblemKind LiveClock = new("live-clock", 409, "A live workspace's clock is the world's.");
    public static readonly ProblemKind ClockAhead = new("clock-ahead", 409, "The clock stands later already.");
    public static readonly ProblemKind DefinitionInUse = new("definition-in-use", 409, "Something needs it.");
    public static readonly ProblemKind EventConflict = new("event-conflict", 409, "The id stands for something else.");
    public static readonly ProblemKind Unfillable = new("unfillable", 409, "The message cannot be filled in.");
    public static readonly ProblemKind VersionMoved = new("version-moved", 412, "Somebody has published since.");
    public static readonly ProblemKind TooLarge = new("too-large", 413, "The request is too large.");
    public static readonly ProblemKind MediaType = new("unsupported-media-type", 415, "That kind is not taken.");
    public static readonly ProblemKind EventsRefused = new("events-refused", 422, "No event was accepted.");
    public static readonly ProblemKind DefinitionInvalid = new("definition-invalid", 422, "It has problems.");
    public static readonly ProblemKind TooManyRequests = new("too-many-requests", 429, "Too many requests.");
    public static readonly ProblemKind Internal = new("internal", 500, "We failed.");
    public static readonly ProblemKind HttpVersion = new("http-version", 505, "Not this version of HTTP.");
    public static readonly ProblemKind Overloaded = new("overloaded", 503, "There is too much to do just now.");
    public static readonly ProblemKind SiloUnavailable = new("silo-unavailable", 503, "Its process is away just now.");
    public static readonly ProblemKind NoAnswer = new("no-answer", 503, "No answer came in time.");
    public static readonly ProblemKind Contended = new("contended", 503, "Others changed it at the same moment.");
    public static readonly ProblemKind ShuttingDown = new("shutting-down", 503, "This process is ending.");
    public static readonly ProblemKind Unavailable = new("unavailable", 503, "Something we need is away just now.");

    /// <summary>All of them, for the documents and the tests that hold them together.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        Malformed, Invalid, Unauthenticated, SignInFailed, ScopeMissing, CrossSite, NotFound, MethodNotAllowed,
        RequestTimeout, ActRefused, NameTaken, LiveClock, ClockAhead, DefinitionInUse, EventConflict, Unfillable,
        VersionMoved, TooLarge, MediaType, EventsRefused, DefinitionInvalid, TooManyRequests, Internal, HttpVersion,
        Overloaded, Unavailable, SiloUnavailable, NoAnswer, Contended, ShuttingDown,
    ];

    /// <summary>HTTP's own phrase for the status: what a client may show that knows no more of it.</summary>
    public string Title { get; } = ReasonPhrases.GetReasonPhrase(Status);

    /// <summary>The address of its page, which is also its type.</summary>
    public string Type => $"/errors/{Slug}";

    public Problem Because(string detail, params ReadOnlySpan<Flaw> flaws) => new(this, detail, [.. flaws]);

    /// <summary>What a bare status code says, as the framework and the server give them.</summary>
    public static ProblemKind Of(int status) => status switch
    {
        401 => Unauthenticated,
        403 => ScopeMissing,
        404 => NotFound,
        405 => MethodNotAllowed,
        408 => RequestTimeout,
        413 or 414 or 431 => TooLarge,
        415 => MediaType,
        429 => TooManyRequests,
        503 => Overloaded,
        505 => HttpVersion,
        >= 500 => Internal,
        _ => Malformed,
    };
}
