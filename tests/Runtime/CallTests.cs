using System.Collections.Immutable;
using Engagement.Tests.Support;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Engagement.Tests.Runtime;

public sealed class CallTests(SiloUnderTest silo) : IClassFixture<SiloUnderTest>
{
    Probe Probe => silo.Probe;

    [Fact]
    public async Task A_method_may_answer_with_any_kind_of_task()
    {
        var grain = Calls("kinds");
        await grain.Nothing();
        Assert.Single(Probe.Notes("kinds nothing"));
        await grain.NothingEither();
        Assert.Single(Probe.Notes("kinds nothing either"));
        Assert.Equal("heard something", await grain.Words("something"));
        Assert.Equal("heard null", await grain.Words(null));
        Assert.Equal(3, await grain.Number(5, 2));
    }

    [Fact]
    public async Task An_exception_reaches_the_caller_with_its_type_its_message_and_where_it_was_thrown()
    {
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Calls("failing").Fail("too far").AsTask());
        Assert.StartsWith("too far", error.Message, StringComparison.Ordinal);
        Assert.Equal("why", error.ParamName);
        Assert.Contains($"{nameof(CallGrain)}.{nameof(CallGrain.Fail)}", error.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_throws_before_it_returns_a_task_fails_its_call_and_harms_no_later_one()
    {
        var grain = Calls("failing at once");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.FailAtOnce("no"));
        Assert.Equal("no", error.Message);
        Assert.Equal(1, await grain.Number(2, 1));
    }

    [Fact]
    public async Task What_a_grain_does_to_its_arguments_the_caller_does_not_see()
    {
        List<int> numbers = [];
        byte[] bytes = [0];
        var boxes = new Dictionary<string, Box> { ["a"] = new() };
        await Calls("arguments").Keep(numbers, bytes, boxes);
        Assert.Empty(numbers);
        Assert.Equal(0, bytes[0]);
        Assert.Equal(0, boxes["a"].Value);
    }

    [Fact]
    public async Task What_a_caller_does_to_its_arguments_afterwards_the_grain_does_not_see()
    {
        List<int> numbers = [];
        byte[] bytes = [0];
        var grain = Calls("kept arguments");
        await grain.Keep(numbers, bytes, new() { ["a"] = new() });
        numbers.Add(100);
        bytes[0] = 100;
        Assert.Equal(2, await grain.Sum());
    }

    [Fact]
    public async Task What_a_caller_does_to_a_result_the_grain_does_not_see()
    {
        var grain = Calls("results");
        await grain.Keep([], [0], new() { ["a"] = new() });
        var kept = await grain.Kept();
        kept.Add(100);
        Assert.Equal(2, await grain.Sum());
    }

    [Fact]
    public async Task A_member_without_an_id_does_not_travel()
    {
        var boxes = new Dictionary<string, Box> { ["a"] = new() { Private = 7 } };
        Assert.Equal(-1, await Calls("members").Keep([], [0], boxes));
    }

    [Fact]
    public async Task A_value_keeps_its_own_type_when_it_is_passed_as_a_wider_one()
    {
        var circle = new Circle("c", 3, [new() { Value = 4 }]);
        var back = Assert.IsType<Circle>(await Calls("shapes").Same(circle));
        Assert.NotSame(circle, back);
        Assert.Equal(("c", 3), (back.Name, back.Radius));
        Assert.Equal(4, Assert.Single(back.Inside).Value);
        Assert.NotSame(circle.Inside, back.Inside);
    }

    [Fact]
    public async Task What_is_marked_immutable_is_passed_on_without_a_copy()
    {
        var item = new Sealed("s", [1, 2]);
        Assert.Same(item, Assert.Single(await Calls("immutable").Same(ImmutableArray.Create(item))));
    }

    [Fact]
    public async Task A_value_of_a_type_that_says_nothing_about_travelling_is_refused_by_name()
    {
        var error = await Assert.ThrowsAsync<CodecNotFoundException>(
            async () => await silo.Grains.GetGrain<IRefusedGrain>("refusing").Refused(new() { Value = 1 }));
        Assert.Contains(nameof(Unmarked), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_context_travels_with_a_call_and_the_calls_it_makes()
    {
        RequestContext.Set("who", "an agent");
        Assert.Equal("an agent", await Calls("context").Context("who"));
        Assert.Equal("an agent", await Calls("context").ContextSeenBy(Calls("context further"), "who"));
        RequestContext.Clear();
        Assert.Null(await Calls("context").Context("who"));
    }

    [Fact]
    public async Task What_a_grain_puts_into_the_request_context_does_not_come_back()
    {
        var grain = Calls("context back");
        await grain.SetContext("left", "behind");
        Assert.Null(RequestContext.Get("left"));
        Assert.Null(await grain.Context("left"));
    }

    [Fact]
    public async Task A_reference_to_itself_that_a_grain_hands_out_can_be_called()
    {
        var grain = Calls("itself");
        var same = await grain.Myself();
        Assert.Equal("itself", same.GetPrimaryKeyString());
        Assert.Equal(grain, same);
        Assert.Equal(4, await same.Number(5, 1));
    }

    [Fact]
    public void References_to_one_grain_are_equal_and_to_two_are_not()
    {
        Assert.Equal(Calls("one"), Calls("one"));
        Assert.Equal(Calls("one").GetHashCode(), Calls("one").GetHashCode());
        Assert.NotEqual(Calls("one"), Calls("two"));
        Assert.NotEqual<IAddressable>(Calls("one"), silo.Grains.GetGrain<ITurnGrain>("one"));
        Assert.Equal("call/one", Calls("one").GetGrainId().ToString());
    }

    ICallGrain Calls(string key) => silo.Grains.GetGrain<ICallGrain>(key);
}
