using System.Collections.Immutable;

namespace Engagement.Health;

/// <summary>
/// Looks at what must work for events to be taken and followed up. Anybody may ask, so an answer is kept for a second
/// and costs the database little.
/// </summary>
sealed class ReadinessChecks(
    DatabaseChecks database, SiloCheck silo, ClockWatch watch, Settings settings, TimeProvider clock)
    : IDisposable
{
    const long FreeBytesMin = 256L * 1024 * 1024;

    static readonly TimeSpan s_freshFor = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    readonly SemaphoreSlim _gate = new(1, 1);
    ImmutableArray<Check> _last;
    long _lookedAt;

    public async ValueTask<ImmutableArray<Check>> Look(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_last.IsDefault || clock.GetElapsedTime(_lookedAt) > s_freshFor)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                patience.CancelAfter(s_patience);
                _last = [.. silo.Look(), .. await database.Look(patience.Token), Disk(), watch.Look()];
                _lookedAt = clock.GetTimestamp();
            }

            return _last;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    Check Disk()
    {
        try
        {
            var free = new DriveInfo(settings.DataFolder).AvailableFreeSpace;
            return new("disk", free > FreeBytesMin, $"{free / (1024 * 1024)} MB are free for the data folder.");
        }
        catch (IOException)
        {
            return new("disk", false, "The data folder cannot be looked at.");
        }
    }
}
