using Microsoft.Extensions.Logging;

namespace Engagement.Outbox;

sealed partial class ReceiverQueue
{
    [LoggerMessage(
        EventId = 511,
        Level = LogLevel.Error,
        Message = "Effects for {Receiver} could not be claimed; trying again shortly.")]
    static partial void LogClaimFailed(ILogger log, string receiver, Exception error);

    [LoggerMessage(
        EventId = 514,
        Level = LogLevel.Warning,
        Message = "{Count} effects for {Receiver} under way could not be given back before the process ends.")]
    static partial void LogNotGivenBack(ILogger log, string receiver, int count, Exception error);
}
