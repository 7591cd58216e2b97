using Engagement.Events;
using Engagement.Problems;
using Microsoft.Extensions.Options;

namespace Engagement.Tests.Intake;

/// <summary>Turning requests away before they cost anything.</summary>
public sealed class AdmissionTests
{
    readonly FakeLoad _load = new();

    [Fact]
    public void The_wait_that_is_too_long_is_the_one_that_was_set()
    {
        var admission = Admission(TimeSpan.FromSeconds(5));
        _load.PredictedWait = TimeSpan.FromSeconds(5);
        Assert.Null(admission.Refusal());

        _load.PredictedWait = TimeSpan.FromSeconds(5.1);
        Assert.Equal(ProblemKind.Overloaded, admission.Refusal()!.Kind);
        Assert.InRange(admission.Refusal()!.RetryAfter!.Value, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(9));
    }

    [Fact]
    public void Bodies_of_all_requests_together_have_a_bound_and_make_room_when_they_are_done()
    {
        var admission = Admission(TimeSpan.FromSeconds(5));
        var first = admission.Hold();
        first.Add(Events.Admission.HeldBytesMax);
        using (var second = admission.Hold())
        {
            Assert.Equal(
                ProblemKind.Overloaded, Assert.Throws<RefusedException>(() => second.Add(1)).Problem.Kind);
        }

        first.Dispose();
        first.Dispose();
        using var third = admission.Hold();
        third.Add(Events.Admission.HeldBytesMax);
    }

    Admission Admission(TimeSpan waitMax) => new(_load, Options.Create(new IntakeOptions { WaitMax = waitMax }));
}
