using Engagement.Admin;
using Engagement.Catalogues;
using Engagement.Health;
using Engagement.Messages;
using Engagement.Pumps;
using Engagement.Receivers;
using Engagement.Storage;
using Engagement.Telemetry;
using Engagement.Templates;
using Engagement.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Engagement.Hosting;

/// <summary>Everything behind the API: storage, grains, pumps and receivers.</summary>
static class EngineSetup
{
    /// <summary>All of it in this process; or what calls the silos, when the settings name a cluster.</summary>
    public static void AddEngine(this IHostApplicationBuilder builder, Settings settings)
    {
        builder.AddFoundation(settings, "engagement");
        builder.Services.AddSingleton<LostSilos>();
        var admin = AdminPlace.Of(builder.Configuration);
        if (settings.Cluster is { } place)
        {
            RefuseDashboard(admin);
            builder.UseSilosApart(place);
            builder.UseOrleansClient(client => client.AddActivityPropagation());
            builder.AddWakes();
        }
        else
        {
            // Probes and metrics are on the API's own address here; only the dashboard must be apart from it.
            if (admin.Dashboard)
            {
                builder.AddAdmin(admin);
            }

            builder.UseEmbeddedSilo(settings.Database);
            builder.UseOrleans(silo => silo.AddActivityPropagation());
            builder.AddPumps();
        }
    }

    /// <summary>All of it in this process, as one of the cluster's silos.</summary>
    public static void AddSilo(this IHostApplicationBuilder builder, Settings settings)
    {
        builder.AddFoundation(settings, "engagement-silo");
        builder.AddAdmin(AdminPlace.Of(builder.Configuration));
        builder.UseOrleans(silo => silo.AddActivityPropagation());
        builder.UseSilo(settings.Cluster ?? throw new InvalidOperationException(
            "A silo of its own is one of several: set ENGAGE_CLUSTER to their common name, and ENGAGE_DATABASE. "
            + "A single process needs none of this: start the API, and it runs the grains itself."));
        builder.AddPumps();
    }

    // First of all that starts. On SQLite the database's clock is that of its only process.
    static void AddDatabaseTime(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new DatabaseClock(TimeProvider.System));
        builder.Services.AddSingleton<TimeProvider>(services => services.GetRequiredService<DatabaseClock>());
        builder.Services.AddHostedService<DatabaseTime>();
    }

    static void RefuseDashboard(AdminPlace admin)
    {
        if (admin.Dashboard)
        {
            throw new UnfitSettingException(
                $"{AdminPlace.DashboardName} is on in an API process apart from its silos, which has no grains to "
                + "show. Set it where the silos are started, on every one of them.");
        }
    }

    static void AddFoundation(this IHostApplicationBuilder builder, Settings settings, string process)
    {
        builder.AddTelemetry(process);
        builder.Services.AddHealth();
        builder.Services.AddEngagementStorage(new()
        {
            DataFolder = settings.DataFolder,
            ConnectionString = settings.Database,
        });
        if (settings.Database is not null)
        {
            builder.AddDatabaseTime();
        }

        builder.Services.AddSingleton<CatalogueCache>();
        builder.Services.AddSingleton<ICatalogues>(services => services.GetRequiredService<CatalogueCache>());
        builder.Services.AddSingleton<ITemplateSource, PublishedTemplates>();
        builder.Services.AddSingleton<IMessageRenderer, TemplateRenderer>();
        builder.Services.AddSingleton<WebhookEndpoints>();
        builder.Services.AddSingleton<FindEndpoint>(
            services => services.GetRequiredService<WebhookEndpoints>().Find);
        builder.AddChannels(settings.DataFolder, new Uri(settings.PublicUrl), settings.Front?.Origin is not null);
        builder.Services.AddSingleton<ShownMessages>();
        builder.Services.AddSingleton<AddressSuppressions>();
    }
}
