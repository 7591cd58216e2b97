using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>
/// One grain in memory. It is born by the first turn in its line and ends by an exclusive turn; calls that come after
/// that turn wait, and go to the next activation when this one is gone.
/// </summary>
sealed class Activation : Mailbox, IGrainContext
{
    readonly GrainClass _class;
    Grain? _grain;
    Ending? _ending;
    List<GrainTimer>? _timers;
    List<IStoredState>? _states;
    long _usedAt;
    long _keptUntil;
    bool _gone;

    public Activation(GrainClass grainClass, string key)
    {
        (_class, Key) = (grainClass, key);
        _usedAt = Silo.Clock.GetTimestamp();
        Prepare(new Birth(this));
    }

    /// <summary>The activation whose code is running here.</summary>
    public static new Activation? Current => TaskScheduler.Current as Activation;

    public Silo Silo => _class.Silo;

    public string Key { get; }

    public GrainId GrainId => _class.IdOf(Key);

    public object? GrainInstance => _grain;

    public override object Target => _grain!;

    /// <summary>
    /// The silo's own services: a scope for each of millions of activations would cost more than its grain.
    /// </summary>
    public IServiceProvider ActivationServices => _class.Silo.ServiceProvider;

    public Task Deactivated
    {
        get
        {
            lock (this)
            {
                return _gone ? Task.CompletedTask : (_ending ??= new()).Done.Task;
            }
        }
    }

    protected override bool Reentrant => _class.Reentrant;

    public T Refer<T>() => GrainInterface<T>.Refer(_class, Key);

    public void DelayCollection(TimeSpan span) =>
        _keptUntil = span < TimeSpan.Zero ? 0 : Silo.Clock.GetTimestamp() + Silo.Ticks(span);

    public void Add(IStoredState state) => (_states ??= []).Add(state);

    public void Add(GrainTimer timer)
    {
        lock (this)
        {
            ObjectDisposedException.ThrowIf(_gone, this);
            (_timers ??= []).Add(timer);
        }
    }

    public void Remove(GrainTimer timer)
    {
        lock (this)
        {
            _timers?.Remove(timer);
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) =>
        End(deactivationReason, ahead: true, cancellationToken);

    /// <summary>Ends the activation after everything that is in its line by now.</summary>
    public Task Drain(CancellationToken cancellation)
    {
        End(new(DeactivationReasonCode.ShuttingDown, "The silo stops."), ahead: false, cancellation);
        return Deactivated;
    }

    /// <summary>Ends the activation if it has not been used since then.</summary>
    public void CollectIfIdle(long usedBefore, long now)
    {
        lock (this)
        {
            if (Quiet && _grain is not null && _usedAt <= usedBefore && _keptUntil <= now)
            {
                Deactivate(new(DeactivationReasonCode.ActivationIdle, "It was not used for the collection age."));
            }
        }
    }

    /// <summary>Throws an activation away whose picture of its stored state is wrong.</summary>
    public void Blame(Exception error)
    {
        if (error is InconsistentStateException { IsSourceActivation: true } stale)
        {
            stale.IsSourceActivation = false;
            Deactivate(new(DeactivationReasonCode.ApplicationError, error, "Its state was changed by another writer."));
        }
    }

    protected override bool Accepts(Turn turn) => !_gone;

    protected override void Touch() => _usedAt = Silo.Clock.GetTimestamp();

    void End(DeactivationReason reason, bool ahead, CancellationToken cancellation)
    {
        lock (this)
        {
            var ending = _ending ??= new();
            if (!ending.Asked)
            {
                ending.Asked = true;
                Put(new Death(this, reason, cancellation), ahead);
            }
        }
    }

    async Task Wake()
    {
        var grain = _class.Make(this);
        foreach (var state in _states ?? [])
        {
            await state.ReadStateAsync();
        }

        await grain.OnActivateAsync(CancellationToken.None);
        _grain = grain;
        Touch();
    }

    async Task Sleep(DeactivationReason reason, CancellationToken cancellation)
    {
        GrainTimer[] timers;
        lock (this)
        {
            timers = _timers?.ToArray() ?? [];
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }

        try
        {
            await _grain!.OnDeactivateAsync(reason, cancellation);
            await Release(_grain);
        }
        catch (Exception error)
        {
            Silo.LogDeactivationFailed(GrainId, error);
        }
    }

    static async ValueTask Release(Grain grain)
    {
        if (grain is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
        else
        {
            (grain as IDisposable)?.Dispose();
        }
    }

    void Pass(Turn turn)
    {
        if (turn.Moves)
        {
            _class.Send(Key, turn);
        }
    }

    /// <summary>Takes it out of the directory and deals with those who still wait.</summary>
    void Leave(Action<Turn> withEachThatWaits)
    {
        Turn? line;
        Ending? ending;
        _class.Forget(this);
        lock (this)
        {
            _gone = true;
            line = TakeLine();
            ending = _ending;
        }

        while (line is not null)
        {
            var turn = line;
            (line, turn.Next) = (turn.Next, null);
            withEachThatWaits(turn);
        }

        ending?.Done.TrySetResult();
    }

    sealed class Ending
    {
        public bool Asked { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    sealed class Birth(Activation activation) : Turn
    {
        public override TurnKind Kind => TurnKind.Exclusive;

        public override void Run() => _ = Activate();

        public override void Refuse(Exception reason)
        {
        }

        async Task Activate()
        {
            try
            {
                await activation.Wake();
            }
            catch (Exception error)
            {
                activation.Silo.LogActivationFailed(activation.GrainId, error);
                activation.Leave(turn => turn.Refuse(error));
            }

            Mailbox.Finish(this);
        }
    }

    sealed class Death(Activation activation, DeactivationReason reason, CancellationToken cancellation) : Turn
    {
        public override TurnKind Kind => TurnKind.Exclusive;

        public override void Run() => _ = Deactivate();

        public override void Refuse(Exception reason)
        {
        }

        async Task Deactivate()
        {
            await activation.Sleep(reason, cancellation);
            activation.Leave(activation.Pass);
            Mailbox.Finish(this);
        }
    }
}
