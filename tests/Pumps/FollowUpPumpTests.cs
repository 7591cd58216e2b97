using Engagement.FollowUps;
using Engagement.Storage;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;

namespace Engagement.Tests.Pumps;

public sealed class FollowUpPumpTests
{
    [Fact]
    public async Task A_follow_up_fires_when_it_is_due_and_never_before()
    {
        await using var world = await FollowUpWorld.Start();
        await world.WaitFor("ada", Turns.Noon.AddSeconds(7));
        await world.WaitFor("ben", Turns.Noon.AddSeconds(3), Turns.Noon.AddSeconds(4));

        await world.PassUntilFired(3);

        // A pump that comes late finds several due at once, and whom it wakes first is then open.
        Assert.Equal(
            ["ben", "ben", "ada"], world.Fired.OrderBy(fired => fired.Due).Select(fired => fired.Customer.CustomerId));
        Assert.All(world.Fired, fired => Assert.True(fired.At >= fired.Due));
    }

    [Fact]
    public async Task The_sleep_ends_when_the_next_one_is_due_to_the_tick()
    {
        await using var world = await FollowUpWorld.Start();

        // A whole microsecond, as stores keep them.
        var due = TimeSpan.FromMilliseconds(123) - TimeSpan.FromTicks(7);
        var asleep = world.Clock.Armed(due);
        await world.WaitFor("ada", Turns.Noon + due);
        await Probe.Within(asleep, "a sleep until then");

        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Rings = fired.SetResult;
        world.Clock.Advance(due);
        await Probe.Within(fired.Task, "the follow-up");
        Assert.Equal(Turns.Noon + due, world.Fired[0].At);
    }

    [Fact]
    public async Task A_commit_that_is_due_sooner_ends_the_sleep()
    {
        await using var world = await FollowUpWorld.Start();
        await world.WaitFor("ada", Turns.Noon.AddDays(300));

        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Rings = fired.SetResult;

        // The clock stands still: only the commit itself can wake the pump.
        await world.WaitFor("ben", Turns.Noon);

        await Probe.Within(fired.Task, "the follow-up of ben");
    }

    [Fact]
    public async Task What_fell_due_while_nothing_ran_fires_after_the_start()
    {
        await using var world = await FollowUpWorld.Start();
        await world.StopPump();
        await world.WaitFor("ada", Turns.Noon.AddHours(1));
        world.Clock.Advance(TimeSpan.FromHours(2));

        await world.StartPump();

        await world.PassUntilFired(1);
        Assert.Equal(("ada", Turns.Noon.AddHours(1)), (world.Fired[0].Customer.CustomerId, world.Fired[0].Due));
    }

    [Fact]
    public async Task A_row_that_says_too_much_is_put_right_without_a_commit()
    {
        await using var world = await FollowUpWorld.Start();
        var key = new CustomerKey("shop", "ada");
        await world.WaitFor("ada", Turns.Noon.AddMinutes(10));
        await world.Store.Due.Settle(key, Turns.Noon, default);

        var woken = new TaskCompletionSource();
        world.BeforeWake = (_, _) =>
        {
            woken.TrySetResult();
            return Task.CompletedTask;
        };
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await Probe.Within(woken.Task, "the needless wake");
        await world.StopPump();

        Assert.Empty(world.Fired);
        var earliest = (await world.Store.Due.Earliest(Lanes.Live, Turns.Noon, default))!.Value;
        Assert.Equal(Turns.Noon.AddMinutes(10), earliest, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_wake_that_fails_is_tried_again_and_holds_up_nobody()
    {
        await using var world = await FollowUpWorld.Start();
        var failures = 0;
        world.BeforeWake = (customer, _) => customer.CustomerId == "ada" && ++failures <= 3
            ? Task.FromException(new StoreUnavailableException("gone"))
            : Task.CompletedTask;
        await world.WaitFor("ada", Turns.Noon);
        await world.WaitFor("ben", Turns.Noon.AddSeconds(1));

        await world.PassUntilFired(2);

        Assert.Equal(["ben", "ada"], world.Fired.Select(fired => fired.Customer.CustomerId));

        // One second, two and four.
        Assert.True(world.Fired[1].At - Turns.Noon >= TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_wake_that_hangs_is_let_go_and_tried_again()
    {
        await using var world = await FollowUpWorld.Start();
        world.Options.WakeTimeout = TimeSpan.FromSeconds(20);
        var hung = false;
        world.BeforeWake = (_, _) => hung ? Task.CompletedTask : Hang();
        Task Hang()
        {
            hung = true;
            return new TaskCompletionSource().Task;
        }

        await world.WaitFor("ada", Turns.Noon);

        await world.PassUntilFired(1);
        Assert.True(world.Fired[0].At - Turns.Noon >= world.Options.WakeTimeout);
    }

    [Fact]
    public async Task A_lease_of_a_process_that_died_runs_out()
    {
        await using var world = await FollowUpWorld.Start();
        world.Options.Lease = TimeSpan.FromMinutes(1);
        await world.StopPump();
        await world.WaitFor("ada", Turns.Noon);
        var now = world.Clock.GetUtcNow();
        Assert.Single(await world.Store.Due.Claim(Lanes.Live, now, now, now + world.Options.Lease, 10, default));

        await world.StartPump();

        await world.PassUntilFired(1);
        Assert.True(world.Fired[0].At - now >= world.Options.Lease);
    }

    [Fact]
    public async Task Many_that_are_due_at_once_fire_once_each_with_a_bounded_number_under_way()
    {
        const int Customers = 3_000;
        await using var world = await FollowUpWorld.Start();
        var (underWay, most) = (0, 0);
        world.Options.WakesMax = 64;
        await world.StopPump();
        for (var n = 0; n < Customers; n += 100)
        {
            await Task.WhenAll(Enumerable.Range(n, 100).Select(m => world.WaitFor($"c{m}", Turns.Noon.AddHours(9))));
        }

        world.BeforeWake = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            await Task.Yield();
            Interlocked.Decrement(ref underWay);
        };
        await world.StartPump();
        world.Clock.Advance(TimeSpan.FromHours(9));

        await world.PassUntilFired(Customers);
        Assert.Equal(Customers, world.Fired.Select(fired => fired.Customer).Distinct().Count());
        Assert.Equal(Customers, world.Fired.Length);
        Assert.InRange(most, 2, 64);
    }

    [Fact]
    public async Task A_stop_lets_the_wakes_under_way_end()
    {
        await using var world = await FollowUpWorld.Start();
        var (begun, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.BeforeWake = async (_, _) =>
        {
            begun.SetResult();
            await release.Task;
        };
        await world.WaitFor("ada", Turns.Noon);
        await Probe.Within(begun.Task, "the wake");

        var stopping = world.StopPump();
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;

        Assert.Single(world.Fired);
    }

    [Fact]
    public async Task A_rehearsals_follow_ups_wait_for_its_own_clock()
    {
        await using var world = await FollowUpWorld.Start();
        await world.Store.Workspaces.Create(
            new("play", "Play", true, Turns.Noon, "Etc/UTC", "en", Turns.Noon), [], default);
        var (soon, late, later) = (Turns.Noon.AddHours(1), Turns.Noon.AddDays(400), Turns.Noon.AddDays(401));
        await world.WaitFor(new("play", "ada"), Lanes.Rehearsal("play"), Turns.Noon.AddDays(1), late);
        world.Clock.Advance(TimeSpan.FromDays(30));
        var clock = world.Rehearsal();

        Assert.Equal(new(soon, 0, true), Rounded(await clock.Advance("play", soon, default)));
        Assert.Equal(new(later, 2, true), Rounded(await clock.Advance("play", later, default)));
        Assert.Equal(new(later, 0, true), Rounded(await clock.Advance("play", Turns.Noon, default)));
        Assert.All(world.Fired, fired => Assert.InRange(fired.At, fired.Due, later));
    }

    [Fact]
    public async Task Only_a_rehearsal_has_a_clock_to_move()
    {
        await using var world = await FollowUpWorld.Start();
        await world.Store.Workspaces.Create(new("shop", "Shop", false, null, "Etc/UTC", "en", Turns.Noon), [], default);
        var clock = world.Rehearsal();

        Assert.Null(await clock.Advance("shop", Turns.Noon.AddDays(1), default));
        Assert.Null(await clock.Advance("nobody", Turns.Noon.AddDays(1), default));
    }

    [Fact]
    public async Task A_rehearsal_whose_wake_fails_stays_where_it_was_and_goes_on_when_asked_again()
    {
        await using var world = await FollowUpWorld.Start(pump: false);
        await world.Store.Workspaces.Create(
            new("play", "Play", true, Turns.Noon, "Etc/UTC", "en", Turns.Noon), [], default);
        await world.WaitFor(new("play", "ada"), Lanes.Rehearsal("play"), Turns.Noon.AddDays(1));
        var clock = world.Rehearsal();
        world.BeforeWake = (_, _) => throw new StoreUnavailableException("gone");

        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await clock.Advance("play", Turns.Noon.AddDays(2), default));
        Assert.Equal(Turns.Noon.Date, (await world.Store.Workspaces.Find("play", default))!.Clock!.Value.Date);

        world.BeforeWake = static (_, _) => Task.CompletedTask;
        Assert.Equal(1, (await clock.Advance("play", Turns.Noon.AddDays(2), default))!.Fired);
    }

    [Fact]
    public async Task A_rehearsal_is_not_complete_while_something_due_rests()
    {
        await using var world = await FollowUpWorld.Start(pump: false);
        await world.Store.Workspaces.Create(
            new("play", "Play", true, Turns.Noon, "Etc/UTC", "en", Turns.Noon), [], default);
        var ada = new CustomerKey("play", "ada");
        await world.WaitFor(ada, Lanes.Rehearsal("play"), Turns.Noon.AddDays(1));
        await world.Store.Due.Postpone(ada, Turns.Noon.AddDays(9), default);

        var moved = (await world.Rehearsal().Advance("play", Turns.Noon.AddDays(2), default))!;

        Assert.Equal((0, false), (moved.Fired, moved.Complete));
        Assert.True(moved.Clock < Turns.Noon.AddDays(1));
    }

    [Fact]
    public async Task What_is_to_be_alone_waits_for_one_wake_of_a_rehearsal_and_not_for_all()
    {
        await using var world = await FollowUpWorld.Start(pump: false);
        world.Options.WakesMax = 1;
        await world.Store.Workspaces.Create(
            new("play", "Play", true, Turns.Noon, "Etc/UTC", "en", Turns.Noon), [], default);
        foreach (var name in (string[])["ada", "ben", "cem"])
        {
            await world.WaitFor(new("play", name), Lanes.Rehearsal("play"), Turns.Noon.AddDays(1));
        }

        var begun = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        world.BeforeWake = (_, _) =>
        {
            if (!begun.Task.IsCompleted)
            {
                begun.SetResult(world.Hands.Reserve(default));
            }

            return Task.CompletedTask;
        };
        var moving = world.Rehearsal().Advance("play", Turns.Noon.AddDays(2), default).AsTask();
        await Probe.Within(begun.Task.Unwrap(), "the end of one wake");

        Assert.Single(world.Fired);
        world.Hands.Share();
        await world.PassUntilFired(3);
        Assert.Equal(3, (await moving)!.Fired);
    }

    // Stores keep whole microseconds.
    static ClockMoved Rounded(ClockMoved? moved) =>
        moved! with { Clock = moved.Clock.AddTicks(7 - moved.Clock.Ticks % 10) };
}
