using Engagement.Hosting;

namespace Engagement.Events;

/// <summary>What may end while a caller waits for its customers: a silo that they are in, or this process.</summary>
sealed class Endings(LostSilos lost, IHostApplicationLifetime lifetime)
{
    public LostSilos Lost => lost;

    public IHostApplicationLifetime Lifetime => lifetime;
}
