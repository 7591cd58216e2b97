namespace Engagement.Storage.GrainState;

/// <summary>A state that waits to be written.</summary>
sealed class PendingState(StateKey key, int? expected, byte[]? payload) : PendingWrite
{
    readonly TaskCompletionSource<int?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StateKey Key => key;

    public int? Expected => expected;

    public byte[]? Payload => payload;

    /// <summary>What the transaction found: the new version, or null for a conflict.</summary>
    public int? NewVersion { get; set; }

    public Task<int?> Answer => _answer.Task;

    public override int Rows => 1;

    public override void Complete() => _answer.TrySetResult(NewVersion);

    public override void Fail(Exception error) => _answer.TrySetException(error);
}
