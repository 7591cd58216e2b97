using Microsoft.Extensions.Logging;

namespace Engagement.Health;

sealed partial class DatabaseChecks
{
    [LoggerMessage(EventId = 194, Level = LogLevel.Warning, Message = "Not ready: {Problem}")]
    static partial void LogAway(ILogger log, string problem);

    [LoggerMessage(EventId = 195, Level = LogLevel.Warning, Message = "Not ready: the database does not answer.")]
    static partial void LogSilent(ILogger log, Exception error);
}
