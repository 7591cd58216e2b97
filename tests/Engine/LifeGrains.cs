using Engagement.Tests.Support;

namespace Engagement.Tests.Engine;

public interface ILifeGrain : IGrainWithStringKey
{
    /// <summary>Which activation of this key answers, from 1.</summary>
    ValueTask<int> Activation();

    Task Hold(string name);

    /// <summary>Asks for the end and goes on for a while.</summary>
    Task Leave();

    ValueTask StayFor(TimeSpan span);

    /// <summary>Calls the other one every time it is deactivated.</summary>
    ValueTask TellAtTheEnd(ILifeGrain other);
}

public interface IFragileGrain : IGrainWithStringKey
{
    ValueTask<string> Answer();
}

sealed class LifeGrain(Probe probe, TimeProvider clock) : Grain, ILifeGrain
{
    ILifeGrain? _told;
    int _activation;

    string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        _activation = probe.Notes($"{Key} activated").Length + 1;
        probe.Note($"{Key} activated at {clock.GetUtcNow():O}");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Note($"{Key} ending");
        await (Key.StartsWith("gated", StringComparison.Ordinal) ? probe.Gate($"{Key} ending") : Task.CompletedTask);
        if (_told is not null)
        {
            probe.Note($"{Key} told {await _told.Activation()}");
        }

        probe.Note($"{Key} ended {reason.ReasonCode}");
    }

    public ValueTask<int> Activation() => new(_activation);

    public async Task Hold(string name)
    {
        probe.Note($"{Key} began {name}");
        await probe.Gate($"{Key} {name}");
        probe.Note($"{Key} done {name}");
    }

    public async Task Leave()
    {
        DeactivateOnIdle();
        await Task.Yield();
        probe.Note($"{Key} left");
    }

    public ValueTask StayFor(TimeSpan span)
    {
        DelayDeactivation(span);
        return default;
    }

    public ValueTask TellAtTheEnd(ILifeGrain other)
    {
        _told = other;
        return default;
    }
}

sealed class FragileGrain(Probe probe) : Grain, IFragileGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note($"{this.GetPrimaryKeyString()} tried");
        return probe.Notes($"{this.GetPrimaryKeyString()} tried").Length > 1
            ? Task.CompletedTask
            : throw new FormatException("Not the first time.");
    }

    public ValueTask<string> Answer() => new("here");
}
