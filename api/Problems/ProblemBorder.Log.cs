namespace Engagement.Problems;

sealed partial class ProblemBorder
{
    [LoggerMessage(EventId = 190, Level = LogLevel.Error, Message = "A request failed inside.")]
    static partial void LogFailed(ILogger log, Exception error);

    [LoggerMessage(EventId = 191, Level = LogLevel.Warning,
        Message = "A request was answered 503: the store is not there.")]
    static partial void LogStoreUnavailable(ILogger log, Exception error);

    [LoggerMessage(EventId = 193, Level = LogLevel.Warning,
        Message = "A request was answered 503: the process that has what it asks for cannot be reached.")]
    static partial void LogSiloUnavailable(ILogger log, Exception error);

    [LoggerMessage(EventId = 192, Level = LogLevel.Debug, Message = "A client left before its answer.")]
    static partial void LogClientLeft(ILogger log);
}
