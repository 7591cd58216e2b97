using Microsoft.Extensions.Logging;

namespace Engagement.Pumps;

sealed partial class TrialPump
{
    [LoggerMessage(
        EventId = 541,
        Level = LogLevel.Warning,
        Message = "{Ends} processes have ended while they had the same of {Kind} in their hands; it is done alone.")]
    static partial void LogAlone(ILogger log, string kind, int ends);

    [LoggerMessage(
        EventId = 542,
        Level = LogLevel.Error,
        Message = "One of {Kind} went to the dead letters: it was alone in the hands of three processes that ended.")]
    static partial void LogGivenUp(ILogger log, string kind);

    [LoggerMessage(
        EventId = 543,
        Level = LogLevel.Error,
        Message = "What processes had in their hands when they ended could not be looked at; trying again shortly.")]
    static partial void LogFailed(ILogger log, Exception error);
}
