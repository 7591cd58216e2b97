using Microsoft.Extensions.Logging;

namespace Engagement.Outbox;

sealed partial class Settling
{
    [LoggerMessage(
        EventId = 512,
        Level = LogLevel.Error,
        Message = "{Count} results of {Receiver} could not be recorded; trying again shortly.")]
    static partial void LogSettleFailed(ILogger log, string receiver, int count, Exception error);

    [LoggerMessage(
        EventId = 513,
        Level = LogLevel.Critical,
        Message = "{Count} results of {Receiver} were never recorded; these effects will be delivered again.")]
    static partial void LogSettleGivenUp(ILogger log, string receiver, int count, Exception error);
}
