using Engagement.Catalogues;
using Engagement.Messages;
using Engagement.Pumps;
using Engagement.Receivers;
using Engagement.Runtime;
using Engagement.Storage;
using Engagement.Templates;

namespace Engagement;

/// <summary>Everything behind the API, in this very process: grains, storage, pumps and receivers.</summary>
static class RuntimeSetup
{
    public static void AddRuntime(this WebApplicationBuilder builder)
    {
        var settings = Settings.Of(builder.Configuration);
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
        builder.UseEmbeddedSilo(settings.Database);
        builder.AddPumps();
    }
}
