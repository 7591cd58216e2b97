using Engagement.Storage;
using Engagement.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

public sealed class GroupCommitTests
{
    readonly GatedTransactor _transactor = new();
    readonly FakeTimeProvider _clock = new();
    readonly CommitSignals _signals = new();

    [Fact]
    public async Task The_next_batch_forms_while_one_is_in_flight()
    {
        await using var commits = Commits();
        var (first, more) = await OneInFlight(commits, waiting: 10);

        _transactor.Go.Release(2);
        await Task.WhenAll([first.Answer, .. more.Select(write => write.Answer)]);

        Assert.Equal([1, 10], _transactor.Batches);
    }

    [Fact]
    public async Task A_batch_is_bounded_in_writes_and_in_rows()
    {
        await using var commits = Commits();
        var (_, more) = await OneInFlight(commits, waiting: GroupCommit.WritesMax + 1);
        var large = new List<PendingCommit>();
        for (var i = 0; i < 3; i++)
        {
            large.Add(
                await Enqueue(
                    commits, $"large{i}", [.. Enumerable.Range(0, GroupCommit.RowsMax - 1).Select(
                        n => Effect($"{n}"))]));
        }

        _transactor.Go.Release(100);
        await Task.WhenAll([.. more.Concat(large).Select(write => write.Answer)]);

        Assert.Equal([1, GroupCommit.WritesMax, 2, 1, 1], _transactor.Batches);
    }

    [Fact]
    public async Task One_that_does_not_go_in_fails_alone()
    {
        _transactor.Fault = batch => batch.Any(write => Name(write) == "c37") ? new FormatException("c37") : null;
        await using var commits = Commits();
        var (first, more) = await OneInFlight(commits, waiting: 100);

        _transactor.Go.Release(100);
        await first.Answer;
        var failed = new List<string>();
        foreach (var write in more)
        {
            if (await Record.ExceptionAsync(() => write.Answer) is { } error)
            {
                Assert.IsType<StoreUnavailableException>(error);
                failed.Add(Name(write));
            }
        }

        Assert.Equal(["c37"], failed);
        Assert.InRange(_transactor.Batches.Count, 3, 18);
    }

    [Fact]
    public async Task What_cannot_be_written_at_all_is_no_outage_and_shuts_its_customer_not_out()
    {
        (_transactor.Fault, var none) = (_ => new ArgumentException("c1"), _transactor.Fault);
        _transactor.Go.Release(1_000);
        await using var commits = Commits();
        await Assert.ThrowsAsync<InvalidDataException>(async () => await (await Enqueue(commits, "c1")).Answer);
        _transactor.Fault = none;
        await (await Enqueue(commits, "c1")).Answer;
    }

    [Fact]
    public async Task One_that_failed_alone_is_refused_for_a_while_and_then_tried_alone()
    {
        _transactor.Fault = batch => batch.Any(write => Name(write) == "c1") ? new FormatException("c1") : null;
        _transactor.Go.Release(1_000);
        await using var commits = Commits();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await (await Enqueue(commits, "c1")).Answer);
        _transactor.Batches.Clear();

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await (await Enqueue(commits, "c1")).Answer);
        await (await Enqueue(commits, "c2")).Answer;
        Assert.Equal([1], _transactor.Batches);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await (await Enqueue(commits, "c1")).Answer);
        Assert.Equal([1, 1, 1], _transactor.Batches);

        _transactor.Fault = _ => null;
        _clock.Advance(TimeSpan.FromSeconds(2));
        await (await Enqueue(commits, "c1")).Answer;
        await (await Enqueue(commits, "c1")).Answer;
        Assert.Equal([1, 1, 1, 1, 1], _transactor.Batches);
    }

    [Fact]
    public async Task An_outage_is_tried_once_more_and_then_told_to_everybody()
    {
        await using var commits = Commits();
        var (first, more) = await OneInFlight(commits, waiting: 20);
        _transactor.Fault = batch => batch.Count == 20 ? new TimeoutException("away") : null;

        _transactor.Go.Release(100);
        await first.Answer;
        foreach (var write in more)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => write.Answer);
        }

        Assert.Equal([1, 20, 20], _transactor.Batches);
        Assert.IsType<TimeoutException>(commits.Trouble);

        await (await Enqueue(commits, "after")).Answer;
        Assert.Null(commits.Trouble);
    }

    [Fact]
    public async Task An_outage_is_paid_for_once_however_many_are_tried_apart()
    {
        _transactor.Fault = batch => new FormatException(Name(batch[0]));
        _transactor.Go.Release(1_000);
        await using var commits = Commits();
        foreach (var spoilt in (string[])["c1", "c2", "c3"])
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(
                async () => await (await Enqueue(commits, spoilt)).Answer);
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        _transactor.Hold();
        _transactor.Fault = _ => null;
        var (first, more) = await OneInFlight(commits, waiting: 5);
        _transactor.Batches.Clear();
        _transactor.Fault = batch => Name(batch[0]) == "first" ? null : new TimeoutException("away");
        _transactor.Go.Release(100);
        await first.Answer;
        foreach (var write in more)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => write.Answer);
        }

        Assert.Equal([1, 2, 2], _transactor.Batches);
    }

    [Fact]
    public async Task What_is_tried_apart_is_tried_once_more_after_an_outage()
    {
        _transactor.Fault = batch => new FormatException(Name(batch[0]));
        _transactor.Go.Release(1_000);
        await using var commits = Commits();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await (await Enqueue(commits, "c1")).Answer);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var outages = 1;
        _transactor.Fault = _ => outages-- > 0 ? new TimeoutException("away") : null;
        await (await Enqueue(commits, "c1")).Answer;
    }

    [Fact]
    public async Task Who_waits_for_what_another_process_holds_is_never_shut_out()
    {
        _transactor.Fault = batch => batch.Any(write => Name(write) == "c1") ? new HeldException() : null;
        _transactor.Go.Release(1_000);
        await using var commits = Commits();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await (await Enqueue(commits, "c1")).Answer);

        _transactor.Fault = _ => null;
        await (await Enqueue(commits, "c1")).Answer;
    }

    [Fact]
    public async Task Who_was_held_up_is_tried_apart_so_that_nobody_waits_with_it_again()
    {
        _transactor.Fault = batch => batch.Any(write => Name(write) == "c7") ? new HeldException() : null;
        await using var commits = Commits();
        var (_, more) = await OneInFlight(commits, waiting: 20);
        _transactor.Go.Release(100);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => more[7].Answer);
        await Task.WhenAll(more.Where(write => write != more[7]).Select(write => write.Answer));

        _transactor.Hold();
        (_, more) = await OneInFlight(commits, waiting: 20);
        _transactor.Batches.Clear();
        _transactor.Go.Release(100);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => more[7].Answer);
        Assert.Equal([1, 19, 1], _transactor.Batches);
    }

    [Fact]
    public async Task Parts_of_a_batch_are_tried_for_a_time_and_what_is_left_is_answered()
    {
        await using var commits = Commits();
        var (first, more) = await OneInFlight(commits, waiting: 64);
        _transactor.Fault = batch =>
        {
            _clock.Advance(GroupCommit.PartsFor / 4);
            return Name(batch[0]) == "first" ? null : new HeldException();
        };
        _transactor.Go.Release(1_000);

        await first.Answer;
        foreach (var write in more)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => write.Answer);
        }

        Assert.Equal([1, 64, 32, 32, 16, 16], _transactor.Batches);

        // The search goes on among those that were left, and nobody else waits for its outcome.
        _transactor.Hold();
        _transactor.Fault = _ => null;
        _transactor.Batches.Clear();
        (first, more) = await OneInFlight(commits, waiting: 64);
        var other = await Enqueue(commits, "other");
        _transactor.Go.Release(1_000);
        await Task.WhenAll([first.Answer, other.Answer, .. more.Select(write => write.Answer)]);
        Assert.Equal([1, 1, 64], _transactor.Batches);
    }

    [Fact]
    public async Task Where_time_is_up_and_nobody_is_left_nothing_more_is_said_to_be_given_up()
    {
        using var log = new KeptLog();
        using var loggers = new LoggerFactory([log]);
        _transactor.Fault = _ =>
        {
            _clock.Advance(GroupCommit.PartsFor);
            return new FormatException("c1");
        };
        _transactor.Go.Release(2);
        await using (var commits = new GroupCommit(
            _transactor, _signals, _clock, loggers.CreateLogger<GroupCommit>(), TaskScheduler.Default))
        {
            var write = await Enqueue(commits, "c1");
            await Assert.ThrowsAsync<StoreUnavailableException>(() => write.Answer);
        }

        Assert.Contains(
            "1 writes",
            Assert.Single(log.Lines, line => line.Contains("given up", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_failed_alone_is_cleared_by_being_written_and_not_by_being_refused()
    {
        _transactor.Fault = batch => batch.Any(write => Name(write) == "c1") ? new FormatException("c1") : null;
        _transactor.Go.Release(1_000);
        await using var commits = Commits();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await (await Enqueue(commits, "c1")).Answer);

        _clock.Advance(TimeSpan.FromSeconds(1));
        _transactor.Fault = batch =>
        {
            ((PendingCommit)batch[0]).Refuse(new VersionConflictException(new("shop", "c1"), 0));
            return null;
        };
        await Assert.ThrowsAsync<VersionConflictException>(async () => await (await Enqueue(commits, "c1")).Answer);

        _transactor.Hold();
        _transactor.Fault = _ => null;
        _transactor.Batches.Clear();
        var (_, more) = await OneInFlight(commits, waiting: 3);
        _transactor.Go.Release(100);
        await Task.WhenAll(more.Select(write => write.Answer));
        Assert.Equal([1, 2, 1], _transactor.Batches);
    }

    [Fact]
    public async Task Closing_commits_what_is_queued_and_takes_no_more()
    {
        var commits = Commits();
        var (_, more) = await OneInFlight(commits, waiting: 5);

        var closing = commits.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Enqueue(commits, "late"));
        _transactor.Go.Release(100);
        await closing;

        Assert.All(more, write => Assert.True(write.Answer.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_listener_that_throws_stops_nothing()
    {
        _signals.EffectsCommitted += _ => throw new InvalidOperationException("a pump's own trouble");
        _transactor.Go.Release(100);
        await using var commits = Commits();

        await (await Enqueue(commits, "a", [Effect("m")])).Answer;
        await (await Enqueue(commits, "b", [Effect("m")])).Answer;

        Assert.Equal([1, 1], _transactor.Batches);
    }

    [Fact]
    public async Task The_predicted_wait_is_the_batches_ahead_by_the_time_of_one()
    {
        await using var commits = Commits();
        Assert.Equal(TimeSpan.Zero, commits.PredictedWait);
        await OneTook(commits, TimeSpan.FromMilliseconds(10));

        await OneInFlight(commits, waiting: GroupCommit.WritesMax + 1);

        Assert.Equal(TimeSpan.FromMilliseconds(30), commits.PredictedWait);
        _transactor.Go.Release(100);
    }

    [Fact]
    public async Task One_slow_flush_of_a_single_write_makes_no_short_queue_look_long()
    {
        await using var commits = Commits();
        await OneTook(commits, TimeSpan.FromMilliseconds(10));
        await OneTook(commits, TimeSpan.FromMilliseconds(810));

        await OneInFlight(commits, waiting: 100);

        Assert.Equal(TimeSpan.FromMilliseconds(220), commits.PredictedWait);
        _transactor.Go.Release(100);
    }

    async Task OneTook(GroupCommit commits, TimeSpan time)
    {
        var (write, _) = await OneInFlight(commits, waiting: 0);
        _clock.Advance(time);
        _transactor.Go.Release();
        await write.Answer;
    }

    GroupCommit Commits() => new(
        _transactor, _signals, _clock, NullLogger<GroupCommit>.Instance, TaskScheduler.Default);

    /// <summary>One write in a transaction that waits for <c>Go</c>, others in the queue behind it.</summary>
    async Task<(PendingCommit First, List<PendingCommit> Waiting)> OneInFlight(GroupCommit commits, int waiting)
    {
        var begun = _transactor.Begun.WaitAsync();
        var first = await Enqueue(commits, "first");
        await begun;
        var others = new List<PendingCommit>();
        for (var i = 0; i < waiting; i++)
        {
            others.Add(await Enqueue(commits, $"c{i}"));
        }

        return (first, others);
    }

    static async Task<PendingCommit> Enqueue(GroupCommit commits, string customer, params OutboxEntry[] effects)
    {
        var pending = new PendingCommit(Took(new("shop", customer), 0, customer) with { Outbox = [.. effects] });
        await commits.Enqueue(pending, default);
        return pending;
    }

    static string Name(PendingWrite write) => ((PendingCommit)write).Commit.Customer.CustomerId;
}
