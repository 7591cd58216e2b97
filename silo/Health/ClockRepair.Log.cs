using Microsoft.Extensions.Logging;

namespace Engagement.Health;

sealed partial class ClockRepair
{
    [LoggerMessage(
        EventId = 197,
        Level = LogLevel.Warning,
        Message = "A customer of {Workspace} whose time is ahead could not be set right; the others are.")]
    static partial void LogNotSetRight(ILogger log, string workspace, Exception error);
}
