using System.Data.Common;
using Engagement.Storage;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace Engagement.Problems;

/// <summary>
/// An operating failure on the way to a customer or to the store, as whoever asked learns of it. What failed so is to
/// be tried again.
/// </summary>
/// <param name="What">What is wrong just now, in a sentence.</param>
readonly record struct Failure(ProblemKind Kind, string What)
{
    static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(2);

    // Things that this process needs are gone already, whatever it says that is missing.
    static readonly Failure s_ending = new(
        ProblemKind.ShuttingDown, "This process is ending; another one, or the next, will answer.");

    /// <param name="lifetime">Of this process: while it ends, whatever fails does so because it ends.</param>
    /// <returns>Null when it is no operating failure, but a defect of ours.</returns>
    public static Failure? Of(Exception error, IHostApplicationLifetime lifetime) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? s_ending : Of(error);

    static Failure? Of(Exception error) => error switch
    {
        // Class 22: something was to be stored that no row can hold. It would not go in the next time either.
        DbException { SqlState: ['2', '2', ..] } => null,
        StoreUnavailableException or DbException => new(
            ProblemKind.Unavailable, "The database cannot be reached or takes no writes just now."),
        VersionConflictException => new(
            ProblemKind.Contended, "Another process wrote to this customer at the same moment, more than once."),
        GatewayTooBusyException or LimitExceededException => new(
            ProblemKind.Overloaded, "The process that keeps this has too much to do just now."),
        // What fails while a customer is woken comes wrapped.
        OrleansException { InnerException: { } cause } when Of(cause) is { } failure => failure,
        OrleansException or ConnectionFailedException => new(
            ProblemKind.SiloUnavailable, "The process that keeps this cannot be reached just now."),
        // Nobody here calls a turn off; a process that ends does.
        OperationCanceledException => new(
            ProblemKind.SiloUnavailable, "The process that keeps this gave up before it answered."),
        TimeoutException => new(ProblemKind.NoAnswer, "The process that keeps this did not answer in time."),
        _ => null,
    };

    public Problem ToProblem() => Kind.Because(
        $"{What} Whether it was done cannot be told from here; doing it again does no harm.") with
    {
        RetryAfter = s_retryAfter,
    };
}
