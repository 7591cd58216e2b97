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

    [LoggerMessage(EventId = 122, Level = LogLevel.Warning,
        Message = "{File} was missing, though the database is in use. It has been made again, with a new operator's "
            + "key; one that an earlier start made so is revoked. All other keys and passwords hold on, but nobody can "
            + "look them up any more: put a backup of the file in its place, or make new ones with the operator's key "
            + "(POST /v1/workspaces/NAME/keys and /agents).")]
    static partial void LogMadeGood(ILogger log, string file);
}
