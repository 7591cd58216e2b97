namespace Engagement.Storage;

/// <summary>The clock of a database that several processes share.</summary>
public interface IStoreClock
{
    ValueTask<DateTimeOffset> Now(CancellationToken cancellation);
}
