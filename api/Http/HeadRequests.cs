namespace Engagement.Http;

/// <summary>
/// Answers HEAD wherever GET is answered (RFC 9110): routes name GET only, so routing is told GET. The server sends no
/// body behind the head, whatever is written to it.
/// </summary>
static class HeadRequests
{
    public static IApplicationBuilder UseRoutingOfHead(this IApplicationBuilder app)
    {
        app.Use((context, next) =>
        {
            if (HttpMethods.IsHead(context.Request.Method))
            {
                context.Request.Method = HttpMethods.Get;
                context.Features.Set(new IsHead());
            }

            return next(context);
        });
        app.UseRouting();
        return app.Use((context, next) =>
        {
            if (context.Features.Get<IsHead>() is not null)
            {
                context.Request.Method = HttpMethods.Head;
            }

            return next(context);
        });
    }

    sealed class IsHead;
}
