namespace Engagement.Http;

/// <summary>
/// Who reads a body says which kinds it takes. Routing would say it, too, and does so before anybody was asked who they
/// are: a stranger is told 401, whatever they send.
/// </summary>
static class MediaTypes
{
    // The framework's own, which it does not show.
    const string RoutingsOwn = "AcceptsMatcherPolicy";

    /// <summary>To be called last: whatever brings routing along would add it again.</summary>
    public static void LeaveMediaTypesToReaders(this WebApplicationBuilder builder)
    {
        builder.Services.AddRouting();
        var policy = builder.Services.Single(service =>
            service.ServiceType == typeof(MatcherPolicy) && service.ImplementationType?.Name == RoutingsOwn);
        builder.Services.Remove(policy);
    }
}
