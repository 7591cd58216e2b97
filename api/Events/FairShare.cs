namespace Engagement.Events;

/// <summary>
/// Bounds the events of one workspace that are under way at once, so that no workspace can fill the queue that all of
/// them wait in.
/// </summary>
/// <param name="eventsMax">One request alone may have more: it would never be taken otherwise.</param>
sealed class FairShare(int eventsMax)
{
    readonly Lock _gate = new();
    readonly Dictionary<string, int> _underWay = new(StringComparer.Ordinal);
    int _total;

    /// <summary>Events of all workspaces that are under way.</summary>
    public int Total => Volatile.Read(ref _total);

    /// <summary>Whether the workspace may have no more under way just now.</summary>
    public bool IsFull(string workspace)
    {
        lock (_gate)
        {
            return _underWay.GetValueOrDefault(workspace) >= eventsMax;
        }
    }

    /// <summary>Counts events as under way until what comes back is disposed; null when there are too many.</summary>
    public IDisposable? Take(string workspace, int events)
    {
        lock (_gate)
        {
            var before = _underWay.GetValueOrDefault(workspace);
            if (before > 0 && before + events > eventsMax)
            {
                return null;
            }

            _total += events;
            _underWay[workspace] = before + events;
            return new Taken(this, workspace, events);
        }
    }

    // Only workspaces that have something under way are remembered.
    void GiveBack(string workspace, int events)
    {
        lock (_gate)
        {
            _total -= events;
            var left = _underWay.GetValueOrDefault(workspace) - events;
            if (left == 0)
            {
                _underWay.Remove(workspace);
            }
            else
            {
                _underWay[workspace] = left;
            }
        }
    }

    sealed class Taken(FairShare share, string workspace, int events) : IDisposable
    {
        bool _givenBack;

        public void Dispose()
        {
            if (!_givenBack)
            {
                _givenBack = true;
                share.GiveBack(workspace, events);
            }
        }
    }
}
