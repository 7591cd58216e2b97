using Microsoft.Extensions.Logging;

namespace Engagement.Outbox;

sealed partial class OutboxDeliveries
{
    // A receiver that is away fails every effect there is; engagement.deliveries counts them.
    [LoggerMessage(
        EventId = 501,
        Level = LogLevel.Debug,
        Message = "Effect {Row} for {Receiver} failed at attempt {Attempt}; the next try is at {At}. {Error}")]
    static partial void LogWillRetry(
        ILogger log, long row, string receiver, int attempt, DateTimeOffset at, string error);

    [LoggerMessage(
        EventId = 502,
        Level = LogLevel.Warning,
        Message = "Effect {Row} for {Receiver} went to the dead letters after attempt {Attempt}. {Error}")]
    static partial void LogGivenUp(ILogger log, long row, string receiver, int attempt, string error);

    [LoggerMessage(
        EventId = 503,
        Level = LogLevel.Error,
        Message = "The receiver {Receiver} threw while it delivered {Count} effects; they are tried again.")]
    static partial void LogThrew(ILogger log, string receiver, int count, Exception error);

    [LoggerMessage(
        EventId = 504,
        Level = LogLevel.Error,
        Message = "Effect {Row} for {Receiver} was not delivered, because its workspace could not be read.")]
    static partial void LogNotPrepared(ILogger log, long row, string receiver, Exception error);
}
