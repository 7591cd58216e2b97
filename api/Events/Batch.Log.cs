namespace Engagement.Events;

sealed partial class Batch
{
    [LoggerMessage(
        EventId = 101, Level = LogLevel.Error, Message = "A customer failed on the events of a request.")]
    static partial void LogDeliveryFailed(ILogger log, Exception error);

    [LoggerMessage(
        EventId = 102,
        Level = LogLevel.Warning,
        Message = "A customer could not be reached with the events of a request; its sender was told to try again.")]
    static partial void LogUnreachable(ILogger log, Exception error);
}
