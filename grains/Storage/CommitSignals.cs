namespace Engagement.Storage;

/// <summary>
/// Hints from commits to the pumps of the same process, so that an effect leaves within milliseconds. Hints may be
/// lost: pumps also look by themselves now and then.
/// </summary>
public sealed class CommitSignals
{
    /// <summary>Effects were committed for these receivers.</summary>
    public event Action<IReadOnlyCollection<string>>? EffectsCommitted;

    /// <summary>A customer now waits until then, on that lane.</summary>
    public event Action<string, DateTimeOffset>? DueCommitted;

    public void Effects(IReadOnlyCollection<string> receivers) => EffectsCommitted?.Invoke(receivers);

    public void Due(string lane, DateTimeOffset at) => DueCommitted?.Invoke(lane, at);
}
