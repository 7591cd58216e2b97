namespace Engagement.Outbox;

/// <summary>
/// A rate, with up to a second's worth at once. Tokens are counted before rows are claimed, so that no row waits for
/// its turn while its lease runs. <see cref="System.Threading.RateLimiting.TokenBucketRateLimiter"/> would do the same,
/// but by the machine's clock only, and a simulated month must pass in virtual time.
/// </summary>
sealed class TokenBucket(double perSecond, TimeProvider clock)
{
    readonly double _full = Math.Max(1, perSecond);
    double _tokens = Math.Max(1, perSecond);
    long _filled = clock.GetTimestamp();

    public int Available
    {
        get
        {
            var now = clock.GetTimestamp();
            _tokens = Math.Min(_full, _tokens + clock.GetElapsedTime(_filled, now).TotalSeconds * perSecond);
            _filled = now;
            return (int)_tokens;
        }
    }

    public TimeSpan UntilNext => TimeSpan.FromSeconds(Math.Max(0, (1 - _tokens) / perSecond));

    public void Take(int count) => _tokens -= count;
}
