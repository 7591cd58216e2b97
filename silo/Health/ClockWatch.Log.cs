using Microsoft.Extensions.Logging;

namespace Engagement.Health;

sealed partial class ClockWatch
{
    [LoggerMessage(
        EventId = 196,
        Level = LogLevel.Warning,
        Message = "The machine's clock was put {Way} by {By}. ./engage clock says what waits because of it.")]
    static partial void LogStepped(ILogger log, string way, TimeSpan by);
}
