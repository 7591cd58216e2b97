using System.Net.Sockets;
using Engagement.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Engagement.Hosting;

/// <summary>What a silo says when it starts, and what keeps it from starting, each in a sentence.</summary>
static class SiloObstacles
{
    /// <summary>
    /// Where this silo stands and with how many others: one that was given the wrong database or cluster runs well,
    /// alone, and this line is where it shows.
    /// </summary>
    public static string SiloStands(this IServiceProvider services)
    {
        var place = services.GetRequiredService<Settings>().Cluster!;
        var others = services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.Members.Values
            .Count(member => member.Status == SiloStatus.Active) - 1;
        var company = others switch
        {
            <= 0 => "the only one so far",
            1 => "with one other",
            _ => $"with {others} others",
        };
        return $"A silo of cluster '{place.Cluster}' runs, {company} | database: {SilosAwaited.Where(place)}";
    }

    /// <summary>Opens the database before anything starts: what keeps it from being used is all that is said.</summary>
    public static void OpenStore(this IServiceProvider services) => services.GetRequiredService<IStoreHealth>();

    /// <summary>What keeps the silo from starting; null when the error is a fault of the program.</summary>
    public static string? WhyNot(Exception error) => error switch
    {
        UnfitSettingException or InvalidOperationException or StoreUnavailableException => error.Message,
        InvalidDataException => $"appsettings.json cannot be read: {(error.InnerException ?? error).Message}",
        SocketException or IOException => $"it cannot start: {error.Message}",
        AggregateException { InnerException: { } inner } => WhyNot(inner),
        _ => null,
    };
}
