using Engagement.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Engagement.Admin;

static class AdminSetup
{
    /// <summary>
    /// Adds the admin listener, and the dashboard where it is asked for. Added before the silo, it answers probes while
    /// the silo joins and until it has left.
    /// </summary>
    /// <exception cref="UnfitSettingException">The address cannot be listened on.</exception>
    public static void AddAdmin(this IHostApplicationBuilder builder, AdminPlace place)
    {
        builder.Services.AddSingleton(place);
        if (place.At is null)
        {
            return;
        }

        if (ListenAddress.Fault(place.Url) is { } fault)
        {
            throw new UnfitSettingException(ListenAddress.Explain(fault, place.Url, AdminPlace.AddressName));
        }

        builder.Services.AddSingleton<AdminListener>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AdminListener>());
        if (place.Dashboard)
        {
            builder.AddDashboard();
        }
    }
}
