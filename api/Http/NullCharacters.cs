using Engagement.Problems;

namespace Engagement.Http;

/// <summary>
/// Refuses the one character that no database keeps in text, in whatever address it comes and whether or not anybody
/// would have read it. The server refuses it in paths and headers, and readers of bodies refuse it in theirs.
/// </summary>
static class NullCharacters
{
    const string Encoded = "%00";

    public static IApplicationBuilder RefuseNullCharacters(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Request.QueryString.Value?.Contains(Encoded, StringComparison.Ordinal) == true
            ? throw Refused(context.Request.Query)
            : next(context));

    static RefusedException Refused(IQueryCollection query) => new(ProblemKind.Invalid.Because(
        "A query parameter is not right; 'errors' says which.",
        [
            .. query.Where(parameter => Has(parameter.Key) || parameter.Value.Any(Has)).Select(parameter => new Flaw(
                $"/{parameter.Key.Replace('\0', '\uFFFD')}", "It has a null character.", "text that a database keeps")),
        ]));

    static bool Has(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;
}
