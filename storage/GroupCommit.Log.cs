namespace Engagement.Storage;

sealed partial class GroupCommit
{
    [LoggerMessage(EventId = 401, Level = LogLevel.Warning,
        Message = "A transaction of {Writes} writes failed.")]
    static partial void LogFailed(ILogger log, int writes, Exception error);

    [LoggerMessage(EventId = 402, Level = LogLevel.Error,
        Message = "{Writes} writes were given up and answered as unavailable.")]
    static partial void LogGivenUp(ILogger log, int writes, Exception error);

    [LoggerMessage(EventId = 403, Level = LogLevel.Error,
        Message = "A listener of the commit signals failed; pumps will find the rows by themselves.")]
    static partial void LogSignalFailed(ILogger log, Exception error);
}
