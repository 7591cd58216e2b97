namespace Engagement.Storage.Sqlite;

/// <summary>Statements other than a customer's commit that wait for the next transaction.</summary>
abstract class PendingStatements : PendingWrite
{
    public abstract void Run(Connection writer);
}

sealed class PendingStatements<T>(Func<Connection, T> write) : PendingStatements
{
    readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    T? _found;

    public Task<T> Answer => _answer.Task;

    // A claim or a settlement touches up to some hundred rows; commits of customers must fit beside it.
    public override int Rows => 64;

    public override void Run(Connection writer) => _found = write(writer);

    public override void Complete() => _answer.TrySetResult(_found!);

    public override void Fail(Exception error) => _answer.TrySetException(error);
}
