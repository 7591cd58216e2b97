using System.Collections.Concurrent;

namespace Engagement.Tests.Support;

/// <summary>
/// What code under test notes and waits for, so that a test can see an order and hold a moment without sleeping.
/// </summary>
sealed class Probe
{
    public static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();
    readonly ConcurrentQueue<string> _notes = new();

    public void Note(string what)
    {
        _notes.Enqueue(what);
        Signal(what).TrySetResult();
    }

    public string[] Notes(string prefix) =>
        [.. _notes.Where(note => note.StartsWith(prefix, StringComparison.Ordinal))];

    /// <summary>Done when it has been noted, now or before.</summary>
    public Task Noted(string what) => Within(Signal(what).Task, what);

    /// <summary>Held until somebody opens the gate.</summary>
    public Task Gate(string name) => Signal($"gate {name}").Task;

    public void Open(string name) => Signal($"gate {name}").TrySetResult();

    /// <summary>A hang is a failure that says what it waited for.</summary>
    public static async Task Within(Task task, string what, TimeSpan? patience = null)
    {
        try
        {
            await task.WaitAsync(patience ?? PatienceMax);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Nothing like '{what}' happened within {patience ?? PatienceMax}.");
        }
    }

    TaskCompletionSource Signal(string name) =>
        _signals.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
