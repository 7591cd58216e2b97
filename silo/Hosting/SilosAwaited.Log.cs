using Microsoft.Extensions.Logging;

namespace Engagement.Hosting;

sealed partial class SilosAwaited
{
    [LoggerMessage(EventId = 290, Level = LogLevel.Warning,
        Message = "No silo of cluster '{Cluster}' in database {Where} answers yet; waiting for one.")]
    static partial void LogWaiting(ILogger log, string cluster, string where);
}
