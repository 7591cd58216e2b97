using System.Diagnostics;
using Npgsql;

namespace Engagement.Tests.Storage;

/// <summary>Counts what is sent to a PostgreSQL database and waited for.</summary>
static class Trips
{
    public static async Task<int> Of(string connectionString, Func<Task> act)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database;
        var trips = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                // Other tests use the same server; connecting is no statement.
                if (activity.TagObjects.Any(tag => Equals(tag.Value, database)) &&
                    activity.TagObjects.Any(tag => tag.Key is "db.statement" or "db.query.text"))
                {
                    Interlocked.Increment(ref trips);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await act();
        return trips;
    }
}
