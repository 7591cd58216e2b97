using Engagement.Access;
using Engagement.Alerts;
using Engagement.Customers;
using Engagement.DeadLetters;
using Engagement.Definitions;
using Engagement.Events;
using Engagement.Health;
using Engagement.Http;
using Engagement.Messages;
using Engagement.OpenApi;
using Engagement.Pages;
using Engagement.Problems;
using Engagement.Runtime;
using Engagement.Telemetry;
using Engagement.Unsubscribe;
using Engagement.Workspaces;

namespace Engagement;

/// <summary>
/// The whole product, ready to start: what it is made of, and what it answers. Tests start it too, in a folder of their
/// own.
/// </summary>
static class Product
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddFrame();
        builder.AddEngine(Settings.Of(builder.Configuration));
        builder.AddAccess();
        builder.AddIntake();
        builder.AddAlerts();
        builder.AddUnsubscribe();
        builder.AddHealth();
        builder.AddTelemetry();
        builder.AddDescription();

        var app = builder.Build();
        app.UseFrame();
        app.UseAccess();
        app.UseConsole();
        app.MapSessions();
        app.MapWorkspaces();
        app.MapWorkspace();
        app.MapEvents();
        app.MapEventTypes();
        app.MapCustomers();
        app.MapMessages();
        app.MapMessageContent();
        app.MapUnsubscribe();
        app.MapDefinitions();
        app.MapAlerts();
        app.MapAlertsHub();
        app.MapDeadLetters();
        app.MapErrorPages();
        app.MapHealth();
        app.MapMetrics();
        app.MapDescription();
        return app;
    }
}
