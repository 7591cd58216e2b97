using System.Threading.Tasks.Sources;

namespace Orleans.Runtime;

/// <summary>One call of one method, and the answer that its caller awaits.</summary>
sealed class Call<TArguments, TResult>(CallMethod<TArguments, TResult> method)
    : Turn, IValueTaskSource<TResult>, IValueTaskSource
{
    readonly Dictionary<string, object>? _context = RequestContext.Current;

    // Were the caller's continuation run right here, its code would run within this grain's turn.
    ManualResetValueTaskSourceCore<TResult> _answer = new() { RunContinuationsAsynchronously = true };

    public override TurnKind Kind => method.Kind;

    public override bool Moves => true;

    public short Version => _answer.Version;

    public TArguments Arguments { get; set; } = default!;

    public override void Run()
    {
        if (_context is not null)
        {
            RequestContext.Current = _context;
        }

        ValueTask<TResult> pending;
        try
        {
            pending = method.Invoke(Mailbox.Target, Arguments);
        }
        catch (Exception error)
        {
            pending = ValueTask.FromException<TResult>(error);
        }

        if (pending.IsCompleted)
        {
            Take(pending);
        }
        else
        {
            _ = Wait(pending.AsTask());
        }
    }

    public override void Refuse(Exception reason) => _answer.SetException(reason);

    TResult IValueTaskSource<TResult>.GetResult(short token) => _answer.GetResult(token);

    void IValueTaskSource.GetResult(short token) => _answer.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _answer.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    async Task Wait(Task<TResult> pending)
    {
        // A result that is copied must be copied within the turn, before other turns can change it.
        var context = method.CopiesResult
            ? ConfigureAwaitOptions.ContinueOnCapturedContext
            : ConfigureAwaitOptions.None;
        await ((Task)pending).ConfigureAwait(context | ConfigureAwaitOptions.SuppressThrowing);
        Take(new(pending));
    }

    void Take(ValueTask<TResult> done)
    {
        TResult result;
        try
        {
            result = method.CopyResult(done.GetAwaiter().GetResult());
        }
        catch (Exception error)
        {
            (Mailbox as Activation)?.Blame(error);
            Mailbox.Finish(this);
            _answer.SetException(error);
            return;
        }

        Mailbox.Finish(this);
        _answer.SetResult(result);
    }
}
