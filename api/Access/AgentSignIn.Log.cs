namespace Engagement.Access;

sealed partial class AgentSignIn
{
    [LoggerMessage(EventId = 110, Level = LogLevel.Warning,
        Message = "An agent's account in workspace {Workspace} is locked until {Until}: too many wrong passwords.")]
    static partial void LogLocked(ILogger log, string workspace, DateTimeOffset until);
}
