using Engagement.Access;

namespace Engagement.Alerts;

static class AlertsSetup
{
    const int MessageBytesMax = 4 * 1024;

    // What waits for a client goes out as one WebSocket message, of which a client gets all or nothing. Kept small,
    // even a line that breaks every few kilobytes brings a client forward; and a thousand slow clients hold little.
    const long WaitingBytesMax = 2 * 1024;

    public static void AddAlerts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AlertRelay>();
        builder.Services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = MessageBytesMax;
            options.EnableDetailedErrors = false;
            options.KeepAliveInterval = TimeSpan.FromSeconds(10);
        });
    }

    public static void MapAlertsHub(this IEndpointRouteBuilder routes) => routes
        .MapHub<AlertsHub>("/hubs/alerts", options =>
        {
            options.CloseOnAuthenticationExpiration = true;
            options.TransportMaxBufferSize = WaitingBytesMax;
        })
        .NeedsScope(Scopes.AlertsRead);
}
