namespace Engagement.Hosting;

/// <summary>
/// Knows when this process loses the connection to a silo, because it is gone or because the others declared it dead.
/// What was on its way to customers there is never answered, and the engine does not say so: each call waits until its
/// own time is over.
/// </summary>
sealed class LostSilos(TimeProvider clock) : IClusterConnectionStatusObserver, IDisposable
{
    /// <summary>Within so long the silos that are left answer what they have been asked, or nearly all of it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    CancellationTokenSource _next = new(Timeout.InfiniteTimeSpan, clock);
    int _reached;

    /// <summary>Silos to which this process has a connection.</summary>
    public int Reached => Volatile.Read(ref _reached);

    /// <summary>
    /// Ends shortly after the next silo was lost. Who had asked before and still waits then is to ask once more.
    /// </summary>
    public CancellationToken Next => Volatile.Read(ref _next).Token;

    public void NotifyGatewayCountChanged(
        int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        Volatile.Write(ref _reached, currentNumberOfGateways);
        if (currentNumberOfGateways < previousNumberOfGateways)
        {
            // Not disposed: whoever waits still looks at it. It holds nothing once its time has come.
            Interlocked.Exchange(ref _next, new(Timeout.InfiniteTimeSpan, clock)).CancelAfter(Grace);
        }
    }

    public void NotifyClusterConnectionLost()
    {
        // The last connection; that there is one less was said, too.
    }

    public void Dispose() => _next.Dispose();
}
