using Engagement.Tests.Support;
using Orleans.Runtime;
using Orleans.Storage;

namespace Engagement.Tests.Runtime;

public interface IStateGrain : IGrainWithStringKey
{
    ValueTask<StateSeen> See();

    Task Write(int value);

    Task Clear();

    Task WriteMemory(int value);

    ValueTask<int> Memory();

    /// <summary>Answers when the activation is about to end.</summary>
    Task Leave();
}

[GenerateSerializer, Immutable, Alias("test.state-seen")]
public sealed record StateSeen(
    [property: Id(0)] int Value,
    [property: Id(1)] bool Exists,
    [property: Id(2)] string? Etag,
    [property: Id(3)] int Activation);

[GenerateSerializer, Alias("test.counted")]
public sealed class Counted
{
    [Id(0)]
    public int Value { get; set; }
}

sealed class StateGrain(
    [PersistentState("counted", "tested")] IPersistentState<Counted> state,
    [PersistentState("other", "memory")] IPersistentState<Counted> memory,
    Probe probe) : Grain, IStateGrain
{
    int _activation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        _activation = probe.Notes($"{key} activated").Length + 1;
        probe.Note($"{key} activated with {state.State.Value}");
        return Task.CompletedTask;
    }

    public ValueTask<StateSeen> See() =>
        new(new StateSeen(state.State.Value, state.RecordExists, state.Etag, _activation));

    public Task Write(int value)
    {
        state.State.Value = value;
        return state.WriteStateAsync();
    }

    public Task Clear() => state.ClearStateAsync();

    public Task WriteMemory(int value)
    {
        memory.State = new() { Value = value };
        return memory.WriteStateAsync();
    }

    public ValueTask<int> Memory() => new(memory.State.Value);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class StateTests(SiloUnderTest silo) : IClassFixture<SiloUnderTest>
{
    [Fact]
    public async Task A_state_that_was_never_written_is_new_and_says_so()
    {
        var seen = await States("new").See();
        Assert.Equal((0, false, null), (seen.Value, seen.Exists, seen.Etag));
    }

    [Fact]
    public async Task A_state_is_read_before_the_grain_is_activated_and_outlives_the_activation()
    {
        var grain = States("written");
        await grain.Write(7);
        await grain.WriteMemory(8);
        await grain.Leave();
        Assert.Equal(new(7, true, "1", 2), await grain.See());
        Assert.Equal(8, await grain.Memory());
        Assert.Single(silo.Probe.Notes("written activated with 7"));
    }

    [Fact]
    public async Task A_state_that_was_cleared_is_new_again()
    {
        var grain = States("cleared");
        await grain.Write(7);
        await grain.Clear();
        var seen = await grain.See();
        Assert.Equal((0, false, null), (seen.Value, seen.Exists, seen.Etag));
        await grain.Write(1);
        Assert.True((await grain.See()).Exists);
    }

    [Fact]
    public async Task A_write_after_another_writer_fails_and_the_activation_is_thrown_away_and_reads_anew()
    {
        var grain = States("contested");
        await grain.Write(7);
        silo.Storage.WriteBehindItsBack("counted", "contested");
        var error = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Write(8));
        Assert.Equal(("2", "1"), (error.StoredEtag, error.CurrentEtag));
        Assert.Equal(new(7, true, "2", 2), await grain.See());
        await grain.Write(9);
        Assert.Equal(3, silo.Storage.Version("counted", "contested"));
    }

    IStateGrain States(string key) => silo.Grains.GetGrain<IStateGrain>(key);
}

public sealed class StorageDownTests(SiloUnderTest silo) : IClassFixture<SiloUnderTest>
{
    [Fact]
    public async Task A_storage_that_fails_fails_the_call_with_what_it_said_inside()
    {
        var grain = silo.Grains.GetGrain<IStateGrain>("unlucky");
        await grain.Write(1);
        silo.Storage.Down = true;
        try
        {
            var error = await Assert.ThrowsAnyAsync<OrleansException>(() => grain.Write(2));
            Assert.IsType<IOException>(error.InnerException);
        }
        finally
        {
            silo.Storage.Down = false;
        }

        await grain.Write(3);
        Assert.Equal(new(3, true, "2", 1), await grain.See());
    }
}
