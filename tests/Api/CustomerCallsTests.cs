using Engagement.Customers;
using Engagement.Hosting;
using Engagement.Tests.Intake;
using Engagement.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Engagement.Tests.Api;

/// <summary>Who asks a single customer waits no longer than who tells one.</summary>
public sealed class CustomerCallsTests : IDisposable
{
    static readonly CustomerKey s_bo = new("shop", "bo");

    readonly FakeCustomers _customers = new();
    readonly FakeTimeProvider _clock = new();
    readonly LostSilos _lost;
    readonly CustomerCalls _calls;

    public CustomerCallsTests()
    {
        _lost = new(_clock);
        _calls = new(_customers.Factory, _lost, _clock);
    }

    public void Dispose() => _lost.Dispose();

    [Fact]
    public async Task A_customer_that_answers_is_heard() =>
        Assert.Equal(0, (await _calls.Ask(s_bo, bo => bo.View())).Version);

    [Fact]
    public async Task A_customer_that_hangs_is_given_up_when_a_request_has_waited_long_enough()
    {
        _customers.Hanging.Add("shop/bo");
        var asked = _calls.Ask(s_bo, bo => bo.View());
        _clock.Advance(CustomerCalls.Patience - TimeSpan.FromTicks(1));
        Assert.False(asked.IsCompleted);

        _clock.Advance(TimeSpan.FromTicks(1));

        await Ended(asked);
        await Assert.ThrowsAsync<TimeoutException>(() => asked);
    }

    [Fact]
    public async Task A_silo_that_is_lost_ends_the_wait_for_who_may_have_been_there()
    {
        _customers.Hanging.Add("shop/bo");
        var asked = _calls.Ask(s_bo, bo => bo.View());

        _lost.NotifyGatewayCountChanged(1, 2, connectionRecovered: false);
        var later = _calls.Ask(s_bo, bo => bo.View());
        _clock.Advance(LostSilos.Grace);

        await Ended(asked);
        await Assert.ThrowsAsync<TaskCanceledException>(() => asked);
        Assert.False(later.IsCompleted);
    }

    /// <summary>In whatever way.</summary>
    static Task Ended(Task asked) => Probe.Within(
        asked.ContinueWith(static _ => { }, TaskScheduler.Default), "an end of the wait");
}
