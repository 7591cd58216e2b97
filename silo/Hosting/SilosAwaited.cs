using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Hosting;

/// <summary>
/// Lets an API that starts before its silos wait for them for a while. Where none comes, it ends with a sentence that
/// names the database and the cluster in which it looked.
/// </summary>
sealed partial class SilosAwaited(ClusterPlace place, TimeProvider clock, ILogger<SilosAwaited> log)
    : IClientConnectionRetryFilter
{
    static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);

    static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    long? _since;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        var where = Where(place);
        if (_since is null)
        {
            LogWaiting(log, place.Cluster, where);
        }

        _since ??= clock.GetTimestamp();
        if (clock.GetElapsedTime(_since.Value) > WaitMax)
        {
            throw new UnfitSettingException(
                $"No silo of cluster '{place.Cluster}' in database {where} lets this process in: {exception.Message} "
                + "Start a silo with the same ENGAGE_CLUSTER, ENGAGE_DATABASE and certificates.");
        }

        await Task.Delay(s_pause, clock, cancellationToken);
        return true;
    }

    /// <summary>The database as it may be shown: without its user and password.</summary>
    internal static string Where(ClusterPlace place)
    {
        var database = new NpgsqlConnectionStringBuilder(place.Database);
        return $"'{database.Database}' at {database.Host}:{database.Port}";
    }
}
