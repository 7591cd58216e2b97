using System.Net;
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

    /// <summary>
    /// Looks at the ports before Orleans does: it would share one with a silo that has it, and be taken for that one
    /// come back, which is then declared dead.
    /// </summary>
    /// <exception cref="UnfitSettingException">One of them is taken, or both are the same.</exception>
    public static void CheckPorts(ClusterPlace place)
    {
        if (place.SiloPort != 0 && place.SiloPort == place.GatewayPort)
        {
            throw new UnfitSettingException(
                $"ENGAGE_SILO_PORT and ENGAGE_GATEWAY_PORT are both {place.SiloPort}; each needs a port of its own.");
        }

        foreach (var (port, setting) in new[]
        {
            (place.SiloPort, "ENGAGE_SILO_PORT"), (place.GatewayPort, "ENGAGE_GATEWAY_PORT"),
        })
        {
            var address = $"{new IPEndPoint(place.Address, port)}";
            if (port != 0 && ListenAddress.Fault($"http://{address}") is { } fault)
            {
                throw new UnfitSettingException(ListenAddress.Explain(fault, address, setting));
            }
        }
    }

    /// <summary>Opens the database before anything starts: what keeps it from being used is all that is said.</summary>
    public static void OpenStore(this IServiceProvider services) => services.GetRequiredService<IStoreHealth>();

    /// <summary>What keeps the silo from starting; null when the error is a fault of the program.</summary>
    public static string? WhyNot(Exception error) => error switch
    {
        UnfitSettingException or InvalidOperationException or StoreUnavailableException => error.Message,
        InvalidDataException unreadable => ConfigFile.Why(unreadable),
        SocketException or IOException => $"it cannot start: {error.Message}",
        AggregateException { InnerException: { } inner } => WhyNot(inner),
        _ => null,
    };
}
