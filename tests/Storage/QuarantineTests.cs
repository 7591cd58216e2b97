using Engagement.Storage;
using Engagement.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Engagement.Tests.Storage;

/// <summary>Who is kept apart from the others, and for how long.</summary>
public sealed class QuarantineTests
{
    static readonly CustomerKey s_ada = new("shop", "ada");
    static readonly CustomerKey s_bo = new("shop", "bo");

    [Fact]
    public void Who_does_not_write_any_more_is_forgotten()
    {
        var clock = new FakeTimeProvider();
        var quarantine = new Quarantine(clock);
        quarantine.SetApart(s_ada);
        quarantine.Failed(s_bo);

        clock.Advance(Quarantine.RememberedFor);
        quarantine.Forget();
        Assert.True(quarantine.Holds(s_ada) && quarantine.Holds(s_bo));

        clock.Advance(TimeSpan.FromTicks(1));
        quarantine.Forget();
        Assert.False(quarantine.Holds(s_ada));
        Assert.True(quarantine.Holds(s_bo), "It was shut for a second, and is remembered for as much longer.");

        clock.Advance(TimeSpan.FromSeconds(1));
        quarantine.Forget();
        Assert.True(quarantine.IsEmpty);
    }

    [Fact]
    public void A_clock_that_steps_back_shuts_nobody_out_for_longer()
    {
        var clock = new ArmedClock(new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero)) { Ahead = TimeSpan.FromHours(2) };
        var quarantine = new Quarantine(clock);
        quarantine.Failed(s_ada);

        clock.Ahead = TimeSpan.Zero;
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(quarantine.Shut(s_ada));
    }
}
