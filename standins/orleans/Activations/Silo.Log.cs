using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

sealed partial class Silo
{
    public void LogActivationFailed(GrainId grain, Exception error) => LogActivationFailed(_log, grain.Type, error);

    public void LogDeactivationFailed(GrainId grain, Exception error) => LogDeactivationFailed(_log, grain.Type, error);

    public void LogTimerFailed(GrainId grain, Exception error) => LogTimerFailed(_log, grain.Type, error);

    // Keys name customers, so logs name the grain's type alone.
    [LoggerMessage(EventId = 201, Level = LogLevel.Warning,
        Message = "A grain of type {Type} could not be activated; the calls that waited for it fail.")]
    static partial void LogActivationFailed(ILogger log, GrainType type, Exception error);

    [LoggerMessage(EventId = 202, Level = LogLevel.Warning,
        Message = "A grain of type {Type} failed while it was deactivated; it is gone all the same.")]
    static partial void LogDeactivationFailed(ILogger log, GrainType type, Exception error);

    [LoggerMessage(EventId = 203, Level = LogLevel.Warning,
        Message = "A timer of a grain of type {Type} failed; it ticks again after its period.")]
    static partial void LogTimerFailed(ILogger log, GrainType type, Exception error);

    [LoggerMessage(EventId = 204, Level = LogLevel.Warning,
        Message = "The host's patience ended while {Count} activations were still ending.")]
    partial void LogStoppedEarly(int count);
}
