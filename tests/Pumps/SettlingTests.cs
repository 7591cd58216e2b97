namespace Engagement.Tests.Pumps;

/// <summary>What became of deliveries, while the store cannot write it.</summary>
public sealed class SettlingTests
{
    [Fact]
    public async Task Results_that_cannot_be_written_are_held_on_to_until_they_can()
    {
        var email = new RecordingReceiver();
        await using var world = await OutboxWorld.Start(email);
        var outbox = await Break(world, failures: 29);

        await world.Commit("email", "k1");
        await email.Next();
        await world.PassUntil(world.Status("k1", "sent"));

        Assert.Equal(30, outbox.Tries);
        Assert.False(email.HasMore);
    }

    [Fact]
    public async Task After_thirty_attempts_the_queue_goes_on_without_them()
    {
        var email = new RecordingReceiver();
        await using var world = await OutboxWorld.Start(email);
        var outbox = await Break(world, failures: 30);

        await world.Commit("email", "k1");
        await email.Next();
        Assert.Equal(30, await world.PassUntil(outbox.Failed));
        await world.Commit("email", "k2");
        await email.Next();
        await world.PassUntil(world.Status("k2", "sent"));

        Assert.Equal(31, outbox.Tries);
    }

    [Fact]
    public async Task A_trials_result_is_held_on_to_as_well()
    {
        await using var world = await OutboxWorld.Start();
        await world.StopPump();
        await world.Commit("email", "k1");
        var outbox = new FaultyOutbox(world.Outbox, failures: 3);
        var email = new RecordingReceiver();

        await world.PassUntil(world.Try(outbox, email));

        Assert.Equal(4, outbox.Tries);
        await world.PassUntil(world.Status("k1", "sent"));
    }

    static async Task<FaultyOutbox> Break(OutboxWorld world, int failures)
    {
        await world.StopPump();
        var outbox = new FaultyOutbox(world.Outbox, failures);
        await world.StartPump(outbox);
        return outbox;
    }
}
