using System.Threading.Channels;

namespace Engagement.Storage;

/// <summary>
/// Step 4: many customers' turns in one transaction. While one transaction is in flight the next batch forms by itself,
/// so an idle store commits at once and a busy one pays for a flush to disk once a batch. Whoever waits is answered
/// after the batch is durable. A refusal (version, event taken before) concerns its own customer and none beside it.
/// </summary>
sealed partial class GroupCommit : ICommitLoad, IAsyncDisposable
{
    /// <summary>
    /// Writes in one transaction. More would not commit faster and makes everyone wait for the slowest.
    /// </summary>
    public const int WritesMax = 1024;

    /// <summary>Rows in one transaction; a large request counts by its rows.</summary>
    public const int RowsMax = 8192;

    /// <summary>Writes waiting. Beyond it callers wait before the queue, so memory stays bounded.</summary>
    public const int QueueMax = 16_384;

    /// <summary>
    /// How long a batch that does not go in as a whole is tried in parts. Everybody waits behind it: what is left then
    /// is answered as to be sent again.
    /// </summary>
    public static readonly TimeSpan PartsFor = TimeSpan.FromSeconds(3);

    // A newer batch says more about now than an old one; an eighth smooths a single slow flush away.
    const double Newest = 0.125;

    readonly ITransactor _transactor;
    readonly CommitSignals _signals;
    readonly TimeProvider _clock;
    readonly Quarantine _quarantine;
    readonly ILogger<GroupCommit> _log;
    readonly Task _loop;
    readonly Channel<PendingWrite> _queue = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(QueueMax) { SingleReader = true });

    double _ticksPerBatch;
    int _batchMax = WritesMax;
    bool _inFlight;

    /// <param name="loops">Where the loop runs: never where the caller happens to be, which may be a grain.</param>
    public GroupCommit(
        ITransactor transactor,
        CommitSignals signals,
        TimeProvider clock,
        ILogger<GroupCommit> log,
        TaskScheduler loops)
    {
        (_transactor, _signals, _clock, _log) = (transactor, signals, clock, log);
        _quarantine = new(clock);
        _loop = Task.Factory
            .StartNew(Run, CancellationToken.None, TaskCreationOptions.DenyChildAttach, loops).Unwrap();
    }

    /// <summary>
    /// The batches ahead, by the time that one takes: most of it is the flush, whether few writes are in it or many. By
    /// the time of a single write, one slow flush of a small batch would make a short queue look endless.
    /// </summary>
    public TimeSpan PredictedWait
    {
        get
        {
            var batches = Math.Ceiling(_queue.Reader.Count / (double)Volatile.Read(ref _batchMax));
            return TimeSpan.FromTicks(
                (long)((batches + (Volatile.Read(ref _inFlight) ? 1 : 0)) * Volatile.Read(ref _ticksPerBatch)));
        }
    }

    /// <summary>Why the last transaction failed; null after one that went well.</summary>
    public Exception? Trouble { get; private set; }

    /// <summary>Puts a turn in the next transaction and answers when it is durable.</summary>
    /// <exception cref="StoreUnavailableException">The store is being closed, or cannot write now.</exception>
    public ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation)
    {
        // There is room nearly always. Then nothing is left to wait for but the answer.
        var pending = new PendingCommit(commit);
        return _queue.Writer.TryWrite(pending)
            ? new(pending.Answer.WaitAsync(cancellation))
            : CommitLater(pending, cancellation);
    }

    /// <exception cref="StoreUnavailableException">The store is being closed.</exception>
    public async ValueTask Enqueue(PendingWrite write, CancellationToken cancellation)
    {
        try
        {
            await _queue.Writer.WriteAsync(write, cancellation);
        }
        catch (ChannelClosedException closed)
        {
            throw new StoreUnavailableException("The store is being closed and takes no more writes.", closed);
        }
    }

    /// <summary>Takes no more, commits what is queued, and returns.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    async ValueTask<CommitAnswer> CommitLater(PendingCommit pending, CancellationToken cancellation)
    {
        await Enqueue(pending, cancellation);
        return await pending.Answer.WaitAsync(cancellation);
    }

    async Task Run()
    {
        var batch = new List<PendingWrite>(WritesMax);
        while (await _queue.Reader.WaitToReadAsync())
        {
            Take(batch);
            var began = _clock.GetTimestamp();
            await Write(TakeSuspects(batch) is { Count: > 0 } suspects ? [batch, suspects] : [batch]);
            Measure(_clock.GetElapsedTime(began));
            batch.Clear();
        }
    }

    void Take(List<PendingWrite> batch)
    {
        var rows = 0;
        while (batch.Count < WritesMax && rows < RowsMax && _queue.Reader.TryRead(out var write))
        {
            batch.Add(write);
            rows += write.Rows;
        }

        // Turns of many rows fill a batch before they are many.
        Volatile.Write(ref _batchMax, rows < RowsMax ? WritesMax : batch.Count);
        Volatile.Write(ref _inFlight, true);
    }

    /// <summary>Takes those out of the batch that would spoil it, as they did before.</summary>
    List<PendingWrite> TakeSuspects(List<PendingWrite> batch)
    {
        _quarantine.Forget();
        if (_quarantine.IsEmpty)
        {
            return [];
        }

        var suspects = batch.FindAll(IsSuspect);
        batch.RemoveAll(IsSuspect);
        return suspects;

        bool IsSuspect(PendingWrite write) =>
            write is PendingCommit { Commit.Customer: var customer } && _quarantine.Holds(customer);
    }

    /// <summary>
    /// Tries each part, and of one that does not go in its halves: a few steps find what spoils it, and the others
    /// pass. Small parts come last, so when time is up most are through.
    /// </summary>
    async ValueTask Write(IEnumerable<List<PendingWrite>> tries)
    {
        var began = _clock.GetTimestamp();
        var parts = new Queue<List<PendingWrite>>(tries);
        while (parts.TryDequeue(out var part))
        {
            RefuseShut(part);
            if (part.Count == 0 || await Try(part) is not { } failure)
            {
                continue;
            }

            // An outage concerns all alike, and is paid for once.
            if (_transactor.IsOutage(failure))
            {
                Fail([.. part, .. parts.SelectMany(each => each)], failure);
                return;
            }

            if (part.Count == 1)
            {
                Blame(part[0], failure);
                Fail(part, failure);
            }
            else
            {
                parts.Enqueue(part[..(part.Count / 2)]);
                parts.Enqueue(part[(part.Count / 2)..]);
            }

            if (parts.Count > 0 && _clock.GetElapsedTime(began) > PartsFor)
            {
                var left = parts.SelectMany(each => each).ToList();
                SetApart(left);
                Fail(left, failure);
                return;
            }
        }
    }

    /// <summary>
    /// Once more after an outage, since a connection that died with its server may be replaced by now; and what is
    /// alone, since what it ran into may be there to be read by now.
    /// </summary>
    async ValueTask<Exception?> Try(List<PendingWrite> part)
    {
        var failure = await Attempt(part);
        if (failure is not null)
        {
            LogFailed(_log, part.Count, failure);
            if (_transactor.IsOutage(failure) || (part.Count == 1 && !IsOwn(failure)))
            {
                failure = await Attempt(part);
            }
        }

        if (failure is null && !_quarantine.IsEmpty)
        {
            foreach (var commit in part.OfType<PendingCommit>().Where(commit => commit.Written))
            {
                _quarantine.Cleared(commit.Commit.Customer);
            }
        }

        return failure;
    }

    /// <summary>Answers those whose time to be tried has not come.</summary>
    void RefuseShut(List<PendingWrite> part)
    {
        if (_quarantine.IsEmpty)
        {
            return;
        }

        foreach (var shut in part.FindAll(IsShut))
        {
            shut.Fail(new StoreUnavailableException(
                "A write of this customer failed alone a moment ago; it is tried again a little later."));
        }

        part.RemoveAll(IsShut);

        bool IsShut(PendingWrite write) =>
            write is PendingCommit { Commit.Customer: var customer } && _quarantine.Shut(customer) is not null;
    }

    async ValueTask<Exception?> Attempt(List<PendingWrite> batch)
    {
        try
        {
            foreach (var write in batch)
            {
                (write as PendingCommit)?.Reset();
            }

            await _transactor.Write(batch);
            Trouble = null;
        }
        catch (Exception error)
        {
            return Trouble = error;
        }

        foreach (var write in batch)
        {
            write.Complete();
        }

        try
        {
            Signal(batch);
        }
        catch (Exception error)
        {
            // Somebody who listens threw. These are written and answered; others still wait for their turn.
            LogSignalFailed(_log, error);
        }

        return null;
    }

    void Fail(List<PendingWrite> batch, Exception failure)
    {
        LogGivenUp(_log, batch.Count, failure);
        Exception answer = _transactor.IsUnkeepable(failure) && batch.Count == 1
            ? new InvalidDataException($"What was to be written cannot be stored: {failure.Message}")
            : new StoreUnavailableException(
                $"The store cannot write now ({failure.Message}). What was not acknowledged must be sent again.",
                failure);
        foreach (var write in batch)
        {
            write.Fail(answer);
        }
    }

    /// <summary>What is left of a batch spoils no other: the search goes on among them alone.</summary>
    void SetApart(List<PendingWrite> left)
    {
        foreach (var commit in left.OfType<PendingCommit>())
        {
            _quarantine.SetApart(commit.Commit.Customer);
        }
    }

    /// <summary>
    /// Who waits for what another process holds is not to blame, and only written apart until it goes in. So is who
    /// brought what cannot be stored: what they bring next may be.
    /// </summary>
    void Blame(PendingWrite alone, Exception failure)
    {
        if (alone is not PendingCommit { Commit.Customer: var customer })
        {
            return;
        }

        if (IsOwn(failure))
        {
            _quarantine.SetApart(customer);
        }
        else
        {
            _quarantine.Failed(customer);
        }
    }

    bool IsOwn(Exception failure) => _transactor.IsHeld(failure) || _transactor.IsUnkeepable(failure);

    void Measure(TimeSpan took)
    {
        Volatile.Write(
            ref _ticksPerBatch,
            _ticksPerBatch == 0 ? took.Ticks : _ticksPerBatch + (Newest * (took.Ticks - _ticksPerBatch)));
        Volatile.Write(ref _inFlight, false);
    }

    void Signal(List<PendingWrite> batch)
    {
        HashSet<string>? receivers = null;
        Dictionary<string, DateTimeOffset>? due = null;
        foreach (var pending in batch.OfType<PendingCommit>().Where(pending => pending.Written))
        {
            foreach (var effect in pending.Commit.Outbox)
            {
                (receivers ??= []).Add(effect.Receiver);
            }

            if (pending.Commit is { DueAt: { } at, Lane: var lane } &&
                (!(due ??= []).TryGetValue(lane, out var earliest) || at < earliest))
            {
                due[lane] = at;
            }
        }

        if (receivers is not null)
        {
            _signals.Effects(receivers);
        }

        foreach (var (lane, at) in due ?? [])
        {
            _signals.Due(lane, at);
        }
    }
}
