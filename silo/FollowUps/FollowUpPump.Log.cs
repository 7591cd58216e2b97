using Microsoft.Extensions.Logging;

namespace Engagement.FollowUps;

sealed partial class FollowUpPump
{
    [LoggerMessage(
        EventId = 523,
        Level = LogLevel.Error,
        Message = "The index of due customers could not be read; trying again shortly.")]
    static partial void LogLookFailed(ILogger log, Exception error);

    [LoggerMessage(
        EventId = 525,
        Level = LogLevel.Warning,
        Message = "{Count} wakes under way could not be given back before the process ends.")]
    static partial void LogNotGivenBack(ILogger log, int count, Exception error);
}
