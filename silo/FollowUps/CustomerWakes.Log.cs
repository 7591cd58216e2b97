using Microsoft.Extensions.Logging;

namespace Engagement.FollowUps;

sealed partial class CustomerWakes
{
    [LoggerMessage(
        EventId = 521,
        Level = LogLevel.Warning,
        Message = "A customer of {Workspace} did not wake at attempt {Attempt}; the next one is at {At}.")]
    static partial void LogWillWakeAgain(
        ILogger log, string workspace, int attempt, DateTimeOffset at, Exception error);

    [LoggerMessage(
        EventId = 522,
        Level = LogLevel.Error,
        Message = "A failed wake of a customer of {Workspace} was not recorded; its lease will run out by itself.")]
    static partial void LogNotPostponed(ILogger log, string workspace, Exception error);

    [LoggerMessage(
        EventId = 524,
        Level = LogLevel.Warning,
        Message = "The silo went away in which a customer of {Workspace} was woken; it is woken again shortly.")]
    static partial void LogOrphaned(ILogger log, string workspace, Exception error);
}
