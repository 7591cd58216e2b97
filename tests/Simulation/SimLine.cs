using Engagement.Storage;

namespace Engagement.Tests.Simulation;

/// <summary>
/// Between a process and its disk. Everything asked for takes a while, may fail before or after it took effect, and
/// never comes back once the process has crashed.
/// </summary>
sealed class SimLine(World world)
{
    readonly TaskCompletionSource _putAway = new();

    public bool Crashed { get; private set; }

    public void Crash() => Crashed = true;

    /// <summary>The world is over. What still waits in a crashed process fails, so that files can be closed.</summary>
    public void PutAway()
    {
        Crashed = true;
        _putAway.TrySetException(new IOException("The process crashed."));
    }

    /// <exception cref="StoreUnavailableException">It was not done.</exception>
    /// <exception cref="IOException">It was done, and the answer was lost.</exception>
    public async Task<T> Ask<T>(Func<T> act)
    {
        await Task.Delay(TimeSpan.FromMicroseconds(world.Random.Next(20, 5_000)), world.Clock);
        await Alive();
        if (world.Random.NextDouble() < world.Faults.LostBefore)
        {
            throw new StoreUnavailableException("The connection was lost before the write.");
        }

        var answer = act();
        await Task.Delay(TimeSpan.FromMicroseconds(world.Random.Next(20, 5_000)), world.Clock);
        await Alive();
        return world.Random.NextDouble() < world.Faults.LostAfter
            ? throw new IOException("The connection was lost after the write.")
            : answer;
    }

    // A crashed process does nothing more: whoever waits in it waits for ever.
    Task Alive() => Crashed ? _putAway.Task : Task.CompletedTask;
}
