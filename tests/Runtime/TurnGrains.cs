using Engagement.Tests.Support;
using Orleans.Concurrency;

namespace Engagement.Tests.Runtime;

public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Notes that it began, waits for the gate, notes that it ended.</summary>
    Task Hold(string name);

    [ReadOnly]
    Task Read(string name);

    [AlwaysInterleave]
    Task Interleave(string name);

    /// <summary>Adds one, with an await between reading and writing.</summary>
    ValueTask AddSlowly();

    ValueTask<int> Total();

    /// <summary>Whether the code after awaits of several kinds still runs where the code before them did.</summary>
    Task<bool> StaysAfterAwaits();
}

public interface IReentrantGrain : IGrainWithStringKey
{
    Task Hold(string name);

    /// <summary>The most pieces of this grain's code that ran at one moment.</summary>
    Task<int> RunInPieces();
}

sealed class TurnGrain(Probe probe) : Grain, ITurnGrain
{
    int _total;

    string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note($"{Key} activated");
        return Task.CompletedTask;
    }

    public Task Hold(string name) => Held(name);

    public Task Read(string name) => Held(name);

    public Task Interleave(string name) => Held(name);

    public async ValueTask AddSlowly()
    {
        var read = _total;
        await Task.Yield();
        _total = read + 1;
    }

    public ValueTask<int> Total() => new(_total);

    public async Task<bool> StaysAfterAwaits()
    {
        var before = TaskScheduler.Current;
        await Task.Yield();
        var stays = TaskScheduler.Current == before;
        await Task.Run(() => probe.Note($"{Key} elsewhere"));
        stays &= TaskScheduler.Current == before;
        await Task.Factory.StartNew(
            () => stays &= TaskScheduler.Current == before,
            CancellationToken.None,
            TaskCreationOptions.None,
            before);
        return stays && before != TaskScheduler.Default;
    }

    async Task Held(string name)
    {
        probe.Note($"{Key} began {name}");
        await probe.Gate($"{Key} {name}");
        probe.Note($"{Key} ended {name}");
    }
}

[Reentrant]
sealed class ReentrantGrain(Probe probe) : Grain, IReentrantGrain
{
    int _inside;
    int _insideMost;

    public async Task Hold(string name)
    {
        probe.Note($"{this.GetPrimaryKeyString()} began {name}");
        await probe.Gate($"{this.GetPrimaryKeyString()} {name}");
    }

    public async Task<int> RunInPieces()
    {
        for (var piece = 0; piece < 20; piece++)
        {
            _insideMost = Math.Max(_insideMost, Interlocked.Increment(ref _inside));
            Thread.SpinWait(500);
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
        }

        return _insideMost;
    }
}
