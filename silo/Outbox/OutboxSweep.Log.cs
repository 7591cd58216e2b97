using Microsoft.Extensions.Logging;

namespace Engagement.Outbox;

sealed partial class OutboxSweep
{
    [LoggerMessage(
        EventId = 514,
        Level = LogLevel.Warning,
        Message = "Effects that were delivered long ago could not be swept away; trying again later.")]
    static partial void LogSweepFailed(ILogger log, Exception error);
}
