using Engagement.Access;

namespace Engagement.Alerts;

static class AlertsSetup
{
    const int MessageBytesMax = 4 * 1024;

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

    public static void MapAlertsHub(this WebApplication app) => app
        .MapHub<AlertsHub>("/hubs/alerts", options => options.CloseOnAuthenticationExpiration = true)
        .NeedsScope(Scopes.AlertsRead);
}
