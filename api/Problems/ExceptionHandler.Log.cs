namespace Engagement.Problems;

sealed partial class ExceptionHandler
{
    [LoggerMessage(EventId = 190, Level = LogLevel.Error, Message = "A request failed inside.")]
    static partial void LogFailed(ILogger log, Exception error);

    [LoggerMessage(EventId = 191, Level = LogLevel.Warning, Message = "A request was answered 503 ({Problem}).")]
    static partial void LogTryAgain(ILogger log, string problem, Exception error);

    [LoggerMessage(EventId = 192, Level = LogLevel.Debug, Message = "A client left before its answer.")]
    static partial void LogClientLeft(ILogger log);
}
