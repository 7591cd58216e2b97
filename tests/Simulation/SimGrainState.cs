using System.Diagnostics.CodeAnalysis;
using Engagement.Customers;
using Engagement.Storage.GrainState;
using Orleans.Runtime;

namespace Engagement.Tests.Simulation;

/// <summary>A customer's state as Orleans gives it to the grain, in the product's own table.</summary>
sealed class SimGrainState(GrainStorage storage, CustomerKey customer)
    : IPersistentState<CustomerSnapshot>, IGrainState<CustomerSnapshot>
{
    const string Name = "customer";

    readonly GrainId _grain = GrainId.Create("customer", customer.ToString());

    [AllowNull]
    public CustomerSnapshot State { get; set => field = value ?? new(); } = new();

    public string? ETag { get; set; }

    public string? Etag => ETag;

    public bool RecordExists { get; set; }

    public Task ReadStateAsync() => storage.ReadStateAsync(Name, _grain, this);

    public Task WriteStateAsync() => storage.WriteStateAsync(Name, _grain, this);

    public Task ClearStateAsync() => storage.ClearStateAsync(Name, _grain, this);
}
