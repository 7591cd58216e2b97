using System.Collections.Immutable;
using Engagement.Hosting;
using Orleans.Runtime;

namespace Engagement.Health;

/// <summary>Whether the silo in this process takes part; where there is none, whether any can be reached.</summary>
sealed class SiloCheck(ISiloStatusOracle? silo, LostSilos? apart)
{
    public ImmutableArray<Check> Look() => (silo, apart) switch
    {
        ({ CurrentStatus: var status }, _) =>
            [new("silo", status == SiloStatus.Active, $"It is {Word(status)}.")],
        (null, { Reached: var reached }) =>
            [new("silos", reached > 0, reached > 0 ? $"{reached} can be reached." : "None can be reached.")],
        _ => [],
    };

    static string Word(SiloStatus status) => status switch
    {
        SiloStatus.Active => "active",
        SiloStatus.None or SiloStatus.Created or SiloStatus.Joining => "joining",
        SiloStatus.ShuttingDown or SiloStatus.Stopping => "stopping",
        SiloStatus.Dead => "held for dead by the others",
        _ => throw new NotSupportedException($"No word for a silo that is {status}."),
    };
}
