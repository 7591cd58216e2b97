namespace Engagement.Events;

/// <summary>
/// Bounds what one workspace may have of something at once, such as events under way, so that no workspace can fill the
/// queue that all of them wait in.
/// </summary>
/// <param name="max">One request alone may have more: it would never be taken otherwise.</param>
sealed class FairShare(int max)
{
    readonly Lock _gate = new();
    readonly Dictionary<string, Ledger> _ledgers = new(StringComparer.Ordinal);
    int _total;

    /// <summary>What all workspaces have together.</summary>
    public int Total => Volatile.Read(ref _total);

    /// <summary>Whether the workspace may have no more just now.</summary>
    public bool IsFull(string workspace)
    {
        lock (_gate)
        {
            return _ledgers.TryGetValue(workspace, out var ledger)
                && (ledger.Taken >= max || ledger.Waiting.Count > 0);
        }
    }

    /// <summary>Counts so many until what comes back is disposed; null when there are too many.</summary>
    public IDisposable? Take(string workspace, int count)
    {
        lock (_gate)
        {
            var ledger = LedgerOf(workspace);
            return ledger.Waiting.Count == 0 && Fits(ledger, count) ? Grant(workspace, ledger, count) : null;
        }
    }

    /// <summary>The same, but waits for room. Who waits comes before whoever asks later.</summary>
    public async ValueTask<IDisposable> Wait(string workspace, int count, CancellationToken cancellation)
    {
        var place = new Place(count);
        lock (_gate)
        {
            var ledger = LedgerOf(workspace);
            ledger.Waiting.Enqueue(place);
            Serve(workspace, ledger);
        }

        await using var given = cancellation.Register(() => place.TrySetCanceled(cancellation));
        return await place.Task;
    }

    bool Fits(Ledger ledger, int count) => ledger.Taken == 0 || ledger.Taken + count <= max;

    Taken Grant(string workspace, Ledger ledger, int count)
    {
        _total += count;
        ledger.Taken += count;
        return new(this, workspace, count);
    }

    void Serve(string workspace, Ledger ledger)
    {
        while (ledger.Waiting.TryPeek(out var place) && Fits(ledger, place.Count))
        {
            ledger.Waiting.Dequeue();
            var taken = Grant(workspace, ledger, place.Count);
            if (!place.TrySetResult(taken))
            {
                // Whoever stood here has gone meanwhile.
                _total -= place.Count;
                ledger.Taken -= place.Count;
            }
        }
    }

    void GiveBack(string workspace, int count)
    {
        lock (_gate)
        {
            var ledger = LedgerOf(workspace);
            _total -= count;
            ledger.Taken -= count;
            Serve(workspace, ledger);

            // Only workspaces that have something are remembered.
            if (ledger is { Taken: 0, Waiting.Count: 0 })
            {
                _ledgers.Remove(workspace);
            }
        }
    }

    Ledger LedgerOf(string workspace)
    {
        if (!_ledgers.TryGetValue(workspace, out var ledger))
        {
            _ledgers[workspace] = ledger = new();
        }

        return ledger;
    }

    /// <summary>What one workspace has, and who waits for some of it.</summary>
    sealed class Ledger
    {
        public int Taken { get; set; }

        public Queue<Place> Waiting { get; } = new();
    }

    /// <summary>A place in the line. Who is served goes on elsewhere: the gate is still closed then.</summary>
    sealed class Place(int count)
        : TaskCompletionSource<IDisposable>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public int Count => count;
    }

    sealed class Taken(FairShare share, string workspace, int count) : IDisposable
    {
        bool _givenBack;

        public void Dispose()
        {
            if (!_givenBack)
            {
                _givenBack = true;
                share.GiveBack(workspace, count);
            }
        }
    }
}
