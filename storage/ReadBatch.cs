namespace Engagement.Storage;

/// <summary>
/// Reads for many callers at once, in the manner of <see cref="GroupCommit"/>: while one read is in flight the next
/// batch of keys forms. A customer that wakes asks for one journal; a thousand that wake together ask once.
/// </summary>
/// <param name="read">Gives a value for each key, in the keys' order.</param>
/// <param name="loops">Where batches are read: never where the caller happens to be, which may be a grain.</param>
sealed class ReadBatch<TKey, TValue>(
    Func<IReadOnlyList<TKey>, ValueTask<IReadOnlyList<TValue>>> read, TaskScheduler loops)
{
    public const int KeysMax = 256;

    /// <summary>Reads in flight: while one waits for the database another is taken apart.</summary>
    public const int ReadsMax = 2;

    readonly Lock _gate = new();
    readonly Queue<Waiting> _waiting = [];
    int _reads;

    public Task<TValue> Read(TKey key)
    {
        var waiting = new Waiting(key);
        lock (_gate)
        {
            _waiting.Enqueue(waiting);
            if (_reads == ReadsMax)
            {
                return waiting.Task;
            }

            _reads++;
        }

        _ = Task.Factory.StartNew(Drain, CancellationToken.None, TaskCreationOptions.DenyChildAttach, loops);
        return waiting.Task;
    }

    async Task Drain()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                var values = await read(batch.ConvertAll(waiting => waiting.Key));
                for (var i = 0; i < batch.Count; i++)
                {
                    batch[i].SetResult(values[i]);
                }
            }
            catch (Exception error)
            {
                // Whatever it is, it belongs to those who asked; the next batch gets its own chance.
                batch.ForEach(waiting => waiting.TrySetException(error));
            }
        }
    }

    List<Waiting> Take()
    {
        var batch = new List<Waiting>();
        lock (_gate)
        {
            while (batch.Count < KeysMax && _waiting.TryDequeue(out var waiting))
            {
                batch.Add(waiting);
            }

            if (batch.Count == 0)
            {
                _reads--;
            }
        }

        return batch;
    }

    sealed class Waiting(TKey key) : TaskCompletionSource<TValue>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TKey Key => key;
    }
}
