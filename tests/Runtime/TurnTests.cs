using Engagement.Tests.Support;

namespace Engagement.Tests.Runtime;

public sealed class TurnTests(SiloUnderTest silo) : IClassFixture<SiloUnderTest>
{
    Probe Probe => silo.Probe;

    [Fact]
    public async Task A_call_begins_when_the_one_before_it_has_ended()
    {
        var grain = Turns("line");
        var first = grain.Hold("first");
        await Probe.Noted("line began first");

        var second = grain.Hold("second");
        await Interleaved(grain, "line");
        Assert.Empty(Probe.Notes("line began second"));

        Open("line", "first", "second");
        await Task.WhenAll(first, second);
        Assert.Equal(
            ["line began first", "line ended first", "line began second", "line ended second"],
            Probe.Notes("line ").Where(note => !note.Contains("activated") && !note.Contains("overtaker")));
    }

    [Fact]
    public async Task Grains_of_different_keys_do_not_wait_for_each_other()
    {
        var held = Turns("busy").Hold("long");
        await Probe.Noted("busy began long");

        Assert.Equal(0, await Turns("idle").Total());

        Open("busy", "long");
        await held;
    }

    [Fact]
    public async Task No_update_is_lost_when_calls_await_between_reading_and_writing()
    {
        var grain = Turns("counter");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => grain.AddSlowly().AsTask())));
        Assert.Equal(200, await grain.Total());
    }

    [Fact]
    public async Task Code_after_an_await_runs_where_the_code_before_it_did() =>
        Assert.True(await Turns("awaits").StaysAfterAwaits());

    [Fact]
    public async Task First_calls_from_everywhere_at_once_make_one_activation()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Turns("single").Total().AsTask())));
        Assert.Single(Probe.Notes("single activated"));
    }

    [Fact]
    public async Task A_call_that_always_interleaves_begins_while_another_runs()
    {
        var grain = Turns("interleaved");
        var held = grain.Hold("long");
        await Probe.Noted("interleaved began long");

        await Interleaved(grain, "interleaved");

        Open("interleaved", "long");
        await held;
    }

    [Fact]
    public async Task A_running_call_that_always_interleaves_holds_nothing_back()
    {
        var grain = Turns("background");
        var background = grain.Interleave("endless");
        await Probe.Noted("background began endless");

        Assert.Equal(0, await grain.Total());

        Open("background", "endless");
        await background;
    }

    [Fact]
    public async Task Calls_that_only_read_run_beside_each_other()
    {
        var grain = Turns("readers");
        var first = grain.Read("first");
        var second = grain.Read("second");
        await Probe.Noted("readers began first");
        await Probe.Noted("readers began second");
        Open("readers", "first", "second");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task A_call_that_writes_waits_for_those_that_read_and_they_for_it()
    {
        var grain = Turns("mixed");
        var reader = grain.Read("reader");
        await Probe.Noted("mixed began reader");
        var writer = grain.Hold("writer");
        await Interleaved(grain, "mixed");
        Assert.Empty(Probe.Notes("mixed began writer"));

        Open("mixed", "reader");
        await Probe.Noted("mixed began writer");
        var late = grain.Read("late");
        await Interleaved(grain, "mixed", "again");
        Assert.Empty(Probe.Notes("mixed began late"));

        Open("mixed", "writer", "late");
        await Task.WhenAll(reader, writer, late);
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_interleave_at_their_awaits()
    {
        var grain = silo.Grains.GetGrain<IReentrantGrain>("reentrant");
        var first = grain.Hold("first");
        await Probe.Noted("reentrant began first");
        var second = grain.Hold("second");
        await Probe.Noted("reentrant began second");
        Open("reentrant", "first", "second");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Even_in_a_reentrant_grain_only_one_piece_of_code_runs_at_a_moment()
    {
        var grain = silo.Grains.GetGrain<IReentrantGrain>("pieces");
        var most = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(grain.RunInPieces)));
        Assert.Equal(1, most.Max());
    }

    ITurnGrain Turns(string key) => silo.Grains.GetGrain<ITurnGrain>(key);

    /// <summary>A call that comes last and overtakes: when it is back, all that could begin has begun.</summary>
    async Task Interleaved(ITurnGrain grain, string key, string name = "overtaker")
    {
        Open(key, name);
        await Probe.Within(grain.Interleave(name), $"an interleaved call of {key}");
    }

    void Open(string key, params string[] names)
    {
        foreach (var name in names)
        {
            Probe.Open($"{key} {name}");
        }
    }
}
