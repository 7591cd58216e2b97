using Microsoft.Extensions.Logging;

namespace Engagement.Hosting;

sealed partial class RefusedMembers
{
    [LoggerMessage(
        EventId = 193,
        Level = LogLevel.Warning,
        Message = "A process was not let in. It showed the certificate {Subject}, made out to '{Names}' by {Issuer}, "
            + "good until {Until:u}; taken are those of {Taken}, which serve as both server and client.")]
    static partial void LogRefused(
        ILogger log, string subject, string names, string issuer, DateTime until, string taken);
}
