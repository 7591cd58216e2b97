namespace Orleans.Runtime;

/// <summary>
/// Runs turns one after another and is the scheduler of everything they await, so that no two pieces of a target's code
/// run at the same moment. There may be millions: an idle one holds no task, no timer and no queue, and is its own
/// lock.
/// </summary>
abstract class Mailbox : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>How many pieces of work it does before it lets others have the thread.</summary>
    const int PiecesMax = 64;

    static readonly Action<object?> RunTurn = static state => ((Turn)state!).Run();

    Turn? _first;
    Turn? _last;
    Task? _piece;
    Queue<Task>? _pieces;
    int _overtakers;
    int _running;
    int _ordinaryRunning;
    int _readersRunning;
    bool _scheduled;
    bool _exclusive;

    /// <summary>The object that turns run on.</summary>
    public abstract object Target { get; }

    protected virtual bool Reentrant => false;

    /// <summary>Whether nothing runs and nothing waits. Only meaningful under the lock.</summary>
    protected bool Quiet => _running == 0 && _first is null;

    /// <summary>
    /// Puts a turn at the end of the line. False when the mailbox is closed: then it is somebody else's turn.
    /// </summary>
    public bool Post(Turn turn) => Put(turn, ahead: false);

    /// <summary>A turn is over, its result taken.</summary>
    public void Finish(Turn turn)
    {
        lock (this)
        {
            Count(turn.Kind, -1);
            if (turn.KeepsAlive)
            {
                Touch();
            }

            Schedule();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var done = 0; done < PiecesMax; done++)
        {
            Task? piece;
            Turn? turn = null;
            lock (this)
            {
                piece = NextPiece();
                if (piece is null && (turn = NextTurn()) is null)
                {
                    _scheduled = false;
                    return;
                }
            }

            // The task is made here and not where the call was made, so that it carries nothing of the caller's.
            piece ??= new Task(RunTurn, turn);
            if (turn is not null)
            {
                piece.Start(this);
                continue;
            }

            TryExecuteTask(piece);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Has a turn at the head of the line before anybody else knows this mailbox.</summary>
    protected void Prepare(Turn turn) => Link(turn, ahead: true);

    protected bool Put(Turn turn, bool ahead)
    {
        lock (this)
        {
            if (!Accepts(turn))
            {
                return false;
            }

            Link(turn, ahead);
            Schedule();
            return true;
        }
    }

    /// <summary>Whether turns are still taken. Called under the lock.</summary>
    protected virtual bool Accepts(Turn turn) => true;

    /// <summary>It has just been used. Called under the lock.</summary>
    protected virtual void Touch()
    {
    }

    /// <summary>Takes the whole line out. Called under the lock.</summary>
    protected Turn? TakeLine()
    {
        var line = _first;
        (_first, _last, _overtakers) = (null, null, 0);
        return line;
    }

    protected sealed override void QueueTask(Task task)
    {
        lock (this)
        {
            if (_piece is null && _pieces is not { Count: > 0 })
            {
                _piece = task;
            }
            else
            {
                (_pieces ??= new()).Enqueue(task);
            }

            Schedule();
        }
    }

    protected sealed override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        Current == this && TryExecuteTask(task);

    protected sealed override IEnumerable<Task> GetScheduledTasks()
    {
        lock (this)
        {
            return [.. _piece is null ? [] : new[] { _piece }, .. _pieces ?? []];
        }
    }

    void Schedule()
    {
        if (!_scheduled)
        {
            _scheduled = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    Task? NextPiece()
    {
        var piece = _piece;
        _piece = null;
        if (piece is null && _pieces?.TryDequeue(out piece) == false)
        {
            _pieces = null;
        }

        return piece;
    }

    /// <summary>The first turn that may start now.</summary>
    Turn? NextTurn()
    {
        // A long line behind one that runs is the usual case under load; it is only walked when something in it may
        // overtake.
        if (_first is null || _exclusive || (_overtakers == 0 && !MayStart(_first.Kind)))
        {
            return null;
        }

        Turn? before = null;
        for (var turn = _first; turn is not null; (before, turn) = (turn, turn.Next))
        {
            if (MayStart(turn.Kind))
            {
                Unlink(turn, before);
                turn.Mailbox = this;
                Count(turn.Kind, +1);
                return turn;
            }

            if (turn.Kind == TurnKind.Exclusive)
            {
                return null;
            }
        }

        return null;
    }

    bool MayStart(TurnKind kind) => kind switch
    {
        TurnKind.Exclusive => _running == 0,
        TurnKind.Interleaving => true,
        _ when Reentrant => true,
        TurnKind.ReadOnly => _ordinaryRunning == 0,
        TurnKind.Ordinary => _ordinaryRunning + _readersRunning == 0,
        _ => throw new NotSupportedException($"No rule for turns of kind {kind}."),
    };

    void Count(TurnKind kind, int change)
    {
        _running += change;
        _ordinaryRunning += kind == TurnKind.Ordinary ? change : 0;
        _readersRunning += kind == TurnKind.ReadOnly ? change : 0;
        _exclusive = kind == TurnKind.Exclusive && change > 0;
    }

    void Link(Turn turn, bool ahead)
    {
        _overtakers += turn.Kind is TurnKind.ReadOnly or TurnKind.Interleaving ? 1 : 0;
        if (_first is null)
        {
            _first = _last = turn;
        }
        else if (ahead)
        {
            (turn.Next, _first) = (_first, turn);
        }
        else
        {
            _last = _last!.Next = turn;
        }
    }

    void Unlink(Turn turn, Turn? before)
    {
        _overtakers -= turn.Kind is TurnKind.ReadOnly or TurnKind.Interleaving ? 1 : 0;
        if (before is null)
        {
            _first = turn.Next;
        }
        else
        {
            before.Next = turn.Next;
        }

        if (_last == turn)
        {
            _last = before;
        }

        turn.Next = null;
    }
}
