namespace Engagement.Alerts;

sealed partial class FeedReader
{
    [LoggerMessage(EventId = 601, Level = LogLevel.Warning,
        Message = "The alert feed of workspace {Workspace} could not be read; the next look is in a second.")]
    static partial void LogUnread(ILogger log, string workspace, Exception error);
}
