namespace Engagement.Access;

sealed partial class FirstStart
{
    [LoggerMessage(EventId = 120, Level = LogLevel.Information,
        Message = "First start: the operator's key, the demo workspace's key and its sign-in are in {File}.")]
    static partial void LogDone(ILogger log, string file);
}
