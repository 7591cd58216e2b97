using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Engagement.Tests.Support;

/// <summary>
/// Keeps every line of a log, with its level and category before it, but those about keys that the first host in a home
/// makes for itself: which test's host that is, nobody knows.
/// </summary>
sealed class KeptLog : ILoggerProvider
{
    const string OwnKeys = "Microsoft.AspNetCore.DataProtection";

    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, Lines);

    public void Dispose()
    {
    }

    sealed class Writer(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => !category.StartsWith(OwnKeys, StringComparison.Ordinal);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)}");
            }
        }
    }
}
