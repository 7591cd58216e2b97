using Engagement.Access;
using Engagement.Alerts;
using Engagement.Customers;
using Engagement.DeadLetters;
using Engagement.Definitions;
using Engagement.Events;
using Engagement.Health;
using Engagement.Hosting;
using Engagement.Http;
using Engagement.Messages;
using Engagement.Pages;
using Engagement.Webhooks;
using Engagement.Workspaces;

namespace Engagement;

/// <summary>The whole product, ready to start: what it is made of, and what it answers. Tests start it too.</summary>
static class Product
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        ConfigFile.Add(builder.Configuration);
        builder.AddFrame();
        var settings = Settings.Of(builder.Configuration);
        TimeZoneFile.Use(settings);
        builder.AddEngine(settings);
        builder.AddAccess();
        builder.AddIntake();
        builder.AddCustomers();
        builder.AddDeadLetters();
        builder.AddAlerts();
        builder.AddConsole();
        builder.AddOperations();
        builder.LeaveMediaTypesToReaders();

        var app = builder.Build();
        app.UseFrame();
        app.UseAccess();
        app.UseConsole();
        app.MapWorkspaces();
        app.MapEvents();
        app.MapCustomers();
        app.MapMessages();
        app.MapDefinitions();
        app.MapAlerts();
        app.MapWebhooks();
        app.MapOperations();
        return app;
    }
}
