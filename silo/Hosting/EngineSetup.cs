using Engagement.Catalogues;
using Engagement.Messages;
using Engagement.Pumps;
using Engagement.Receivers;
using Engagement.Storage;
using Engagement.Templates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Engagement.Hosting;

/// <summary>Everything behind the API: storage, grains, pumps and receivers.</summary>
static class EngineSetup
{
    /// <summary>All of it in this process; or what calls the silos, when the settings name a cluster.</summary>
    public static void AddEngine(this IHostApplicationBuilder builder, Settings settings)
    {
        builder.AddFoundation(settings);
        if (settings.Cluster is { } place)
        {
            builder.UseSilosApart(place);
            builder.AddWakes();
        }
        else
        {
            builder.UseEmbeddedSilo(settings.Database);
            builder.AddPumps();
        }
    }

    /// <summary>All of it in this process, as one of the cluster's silos.</summary>
    public static void AddSilo(this IHostApplicationBuilder builder, Settings settings)
    {
        builder.AddFoundation(settings);
        builder.UseSilo(settings.Cluster ?? throw new InvalidOperationException(
            "A silo of its own is one of several: set ENGAGE_CLUSTER to their common name, and ENGAGE_DATABASE. "
            + "A single process needs none of this: start the API, and it runs the grains itself."));
        builder.AddPumps();
    }

    static void AddFoundation(this IHostApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddEngagementStorage(new()
        {
            DataFolder = settings.DataFolder,
            ConnectionString = settings.Database,
        });
        builder.Services.AddSingleton<CatalogueCache>();
        builder.Services.AddSingleton<ICatalogues>(services => services.GetRequiredService<CatalogueCache>());
        builder.Services.AddSingleton<ITemplateSource, PublishedTemplates>();
        builder.Services.AddSingleton<IMessageRenderer, TemplateRenderer>();
        builder.AddChannels(settings.DataFolder, new Uri(settings.PublicUrl));
    }
}
