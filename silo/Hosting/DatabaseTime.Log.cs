using Microsoft.Extensions.Logging;

namespace Engagement.Hosting;

sealed partial class DatabaseTime
{
    [LoggerMessage(
        EventId = 198,
        Level = LogLevel.Warning,
        Message = "This machine's clock is {Way} the database's by {By}. The database's is taken.")]
    static partial void LogOff(ILogger log, string way, TimeSpan by);
}
