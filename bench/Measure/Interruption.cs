using System.Runtime.InteropServices;

namespace Engagement.Bench.Measure;

/// <summary>
/// A Ctrl-C, or being asked to end. Servers and members that were started run on by themselves, so whoever started them
/// has to live long enough to end them.
/// </summary>
sealed class Interruption : IDisposable
{
    readonly TaskCompletionSource _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly PosixSignalRegistration[] _signals;

    public Interruption() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Note),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Note),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Note),
    ];

    /// <returns>Null when it was interrupted. The work then goes on, and fails on what is taken away from it.</returns>
    public async Task<T?> Or<T>(Task<T> work)
        where T : class =>
        await Task.WhenAny(work, _interrupted.Task) == work ? await work : null;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    void Note(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _interrupted.TrySetResult();
    }
}
