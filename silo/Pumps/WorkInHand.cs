namespace Engagement.Pumps;

/// <summary>
/// How much the pumps of this process have in their hands, all together. Work under suspicion of having ended a process
/// gets them to itself, so that the next end says whether it was to blame.
/// </summary>
sealed class WorkInHand
{
    readonly Lock _lock = new();
    int _pieces;
    bool _reserved;
    TaskCompletionSource? _putDown;

    /// <summary>Before a pump looks for more. False while something is to be alone.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            if (_reserved)
            {
                return false;
            }

            _pieces++;
            return true;
        }
    }

    /// <summary>One piece more, found by a look that was allowed and is not over yet.</summary>
    public void Take()
    {
        lock (_lock)
        {
            _pieces++;
        }
    }

    public void PutDown()
    {
        lock (_lock)
        {
            if (--_pieces == 0)
            {
                _putDown?.TrySetResult();
            }
        }
    }

    /// <summary>Waits until nothing else is in hand. Nothing more is taken until <see cref="Share"/>.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and others may take again.</exception>
    public async Task Reserve(CancellationToken cancellation)
    {
        Task empty;
        lock (_lock)
        {
            _reserved = true;
            _putDown = new(TaskCreationOptions.RunContinuationsAsynchronously);
            empty = _pieces == 0 ? Task.CompletedTask : _putDown.Task;
        }

        try
        {
            await empty.WaitAsync(cancellation);
        }
        catch
        {
            Share();
            throw;
        }
    }

    public void Share()
    {
        lock (_lock)
        {
            (_reserved, _putDown) = (false, null);
        }
    }
}
