namespace Engagement.Webhooks;

/// <summary>
/// How much one endpoint gets at once. Without it an endpoint that hangs would hold every delivery there is, and all
/// the others would wait for it.
/// </summary>
sealed class EndpointGate(TimeProvider clock)
{
    const int ConcurrencyMax = 4;
    const int DoublingsMax = 6;

    static readonly TimeSpan s_full = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_closedMin = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_closedMax = TimeSpan.FromHours(1);

    readonly Lock _lock = new();
    int _underWay;
    int _failures;
    DateTimeOffset _closedUntil = DateTimeOffset.MinValue;

    /// <summary>The other side said it wants nothing more (410). Holds until a restart asks it again.</summary>
    public bool Gone { get; private set; }

    /// <returns>Null when the delivery may begin, and then must <see cref="Leave"/>; else how long to wait.</returns>
    public TimeSpan? Enter()
    {
        lock (_lock)
        {
            var closed = _closedUntil - clock.GetUtcNow();
            if (closed > TimeSpan.Zero)
            {
                return closed;
            }

            // While it fails, one at a time is enough to learn when it is back.
            if (_underWay >= (_failures > 0 ? 1 : ConcurrencyMax))
            {
                return s_full;
            }

            _underWay++;
            return null;
        }
    }

    /// <param name="wish">How long the other side asked to be left alone.</param>
    public void Leave(bool worked, TimeSpan? wish = null, bool gone = false)
    {
        lock (_lock)
        {
            _underWay--;
            Gone |= gone;
            _failures = worked ? 0 : _failures + 1;
            if (!worked)
            {
                var patience = s_closedMin * Math.Pow(2, Math.Min(_failures - 1, DoublingsMax));
                var closed = wish is { } asked && asked > patience ? asked : patience;
                _closedUntil = clock.GetUtcNow() + (closed < s_closedMax ? closed : s_closedMax);
            }
        }
    }
}
