namespace Engagement.Events;

sealed partial class Batch
{
    [LoggerMessage(
        EventId = 101, Level = LogLevel.Error, Message = "A customer failed on the events of a request.")]
    static partial void LogDeliveryFailed(ILogger log, Exception error);

    [LoggerMessage(
        EventId = 102,
        Level = LogLevel.Warning,
        Message = "Events of a request were answered as to be sent again ({Problem}).")]
    static partial void LogNotTaken(ILogger log, string problem, Exception error);
}
