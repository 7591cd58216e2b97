using Microsoft.Extensions.Logging;

namespace Engagement.Alerts;

sealed partial class AlertDeskReceiver
{
    [LoggerMessage(
        EventId = 531,
        Level = LogLevel.Warning,
        Message = "The alert desk of {Workspace} did not take {Count} items; they are tried again.")]
    static partial void LogDeskFailed(ILogger log, string workspace, int count, Exception error);
}
