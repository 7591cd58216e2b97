namespace Engagement.Pumps;

/// <summary>
/// Begins work beside the caller, on the caller's own scheduler: the thread pool in the product, the one seeded
/// thread in a simulation. <c>Task.Run</c> would always leave for the thread pool.
/// </summary>
static class SameScheduler
{
    public static Task Run(Func<Task> work) => Task.Factory
        .StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();

    public static Task<T> Run<T>(Func<Task<T>> work) => Task.Factory
        .StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();
}
