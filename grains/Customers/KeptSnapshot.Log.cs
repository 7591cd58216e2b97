using Microsoft.Extensions.Logging;

namespace Engagement.Customers;

sealed partial class KeptSnapshot
{
    [LoggerMessage(
        EventId = 201,
        Level = LogLevel.Warning,
        Message = "A customer's snapshot at version {Version} was not written ({Reason}); the journal has everything.")]
    static partial void LogSnapshotFailed(ILogger log, long version, string reason);
}
