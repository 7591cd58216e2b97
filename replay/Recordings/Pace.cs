namespace Engagement.Replay;

/// <summary>How fast recorded time passes: as fast as can be, or so many times as fast as it did.</summary>
/// <param name="speed">Null for as fast as can be.</param>
sealed class Pace(double? speed, TimeProvider clock)
{
    static readonly TimeSpan s_step = TimeSpan.FromHours(1);

    DateTimeOffset? _first;
    long _begun;

    public bool IsDue(DateTimeOffset at) => Remaining(at) <= TimeSpan.Zero;

    public async Task Await(DateTimeOffset at, CancellationToken cancellation)
    {
        while (Remaining(at) is var rest && rest > TimeSpan.Zero)
        {
            // In short steps, since a delay may not be longer than seven weeks.
            await Task.Delay(rest < s_step ? rest : s_step, clock, cancellation);
        }
    }

    TimeSpan Remaining(DateTimeOffset at)
    {
        if (speed is not { } times)
        {
            return TimeSpan.Zero;
        }

        if (_first is null)
        {
            _first = at;
            _begun = clock.GetTimestamp();
        }

        return (at - _first.Value) / times - clock.GetElapsedTime(_begun);
    }
}
