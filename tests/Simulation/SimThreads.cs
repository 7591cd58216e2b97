using Engagement.Storage;
using Engagement.Storage.Sqlite;

namespace Engagement.Tests.Simulation;

/// <summary>
/// The database's work on the world's one thread, with the world's faults around each transaction: one that fails has
/// written nothing, or has been committed and its answer is lost.
/// </summary>
sealed class SimThreads(World world, SimLine line) : SqliteThreads
{
    const int InputOutputError = 10;
    const int AnyError = 1;

    /// <summary>Transactions that were committed.</summary>
    public int Written { get; private set; }

    /// <summary>Transactions that were committed and then reported as failed, so that they are repeated.</summary>
    public int Repeated { get; private set; }

    public override TaskScheduler Loops => TaskScheduler.Current;

    public override Task<T> Read<T>(Func<T> read) => line.Ask(read);

    public override async Task Write(Action transaction)
    {
        try
        {
            await line.Ask(() =>
            {
                transaction();
                return Written++;
            });
        }
        catch (SqliteFailure failure)
        {
            world.Failures.Add($"A transaction failed that no fault had hit. {failure.Message}");
            throw;
        }
        catch (StoreUnavailableException lost)
        {
            throw Failure(lost);
        }
        catch (IOException lost)
        {
            Repeated++;
            throw Failure(lost);
        }
    }

    public override void Dispose()
    {
        // The thread is the world's.
    }

    // The first concerns all alike and is tried again as it was; for the other, somebody in the batch may be to blame.
    SqliteFailure Failure(Exception lost) =>
        new(world.Chance(0.5) ? InputOutputError : AnyError, lost.Message);
}
