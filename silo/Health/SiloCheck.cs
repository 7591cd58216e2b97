using System.Collections.Immutable;
using Orleans.Runtime;

namespace Engagement.Health;

/// <summary>Whether the silo in this process takes part; nothing where there is none.</summary>
sealed class SiloCheck(ISiloStatusOracle? silo)
{
    public ImmutableArray<Check> Look() => silo is null
        ? []
        : [new("silo", silo.CurrentStatus == SiloStatus.Active, $"It is {Word(silo.CurrentStatus)}.")];

    static string Word(SiloStatus status) => status switch
    {
        SiloStatus.Active => "active",
        SiloStatus.None or SiloStatus.Created or SiloStatus.Joining => "joining",
        SiloStatus.ShuttingDown or SiloStatus.Stopping => "stopping",
        SiloStatus.Dead => "held for dead by the others",
        _ => throw new NotSupportedException($"No word for a silo that is {status}."),
    };
}
