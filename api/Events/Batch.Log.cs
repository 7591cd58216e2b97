namespace Engagement.Events;

sealed partial class Batch
{
    [LoggerMessage(
        EventId = 101, Level = LogLevel.Error, Message = "A customer failed on the events of a request.")]
    static partial void LogDeliveryFailed(ILogger log, Exception error);
}
