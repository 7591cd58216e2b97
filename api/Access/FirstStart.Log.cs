namespace Engagement.Access;

sealed partial class FirstStart
{
    [LoggerMessage(EventId = 120, Level = LogLevel.Information,
        Message = "First start: the operator's key, the demo workspace's key and its sign-in are in {File}.")]
    static partial void LogDone(ILogger log, string file);

    [LoggerMessage(EventId = 121, Level = LogLevel.Warning,
        Message = "The database was empty, but {File} holds keys of an earlier start (workspaces: {Workspaces}). If "
            + "there was data here, stop and look where ENGAGE_DATABASE and ENGAGE_DATA lead, or restore a backup. "
            + "If not, all is well: the operator's and the demo workspace's keys hold on, those of others do not.")]
    static partial void LogEmptyBesideKeys(ILogger log, string file, string workspaces);
}
