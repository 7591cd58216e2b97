using System.Collections.Immutable;
using System.Threading.Channels;
using Engagement.Receivers;
using Engagement.Tests.Support;

namespace Engagement.Tests.Pumps;

/// <summary>A receiver that does what a test says, and tells what it was given.</summary>
class RecordingReceiver(string name, Func<Outgoing, CancellationToken, ValueTask<DeliveryOutcome>> act) : IReceiver
{
    readonly Channel<Outgoing> _given = Channel.CreateUnbounded<Outgoing>();

    public RecordingReceiver(string name = "email")
        : this(name, static (_, _) => new(new DeliveryOutcome.Done("taken")))
    {
    }

    public string Name => name;

    public DeliveryOptions Habits { get; init; } =
        new(4, new([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)]));

    public static RecordingReceiver Hanging(string name) => new(name, static async (_, cancellation) =>
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return new DeliveryOutcome.Done();
    });

    public async ValueTask<DeliveryOutcome> Deliver(Outgoing outgoing, CancellationToken cancellation)
    {
        _given.Writer.TryWrite(outgoing);
        return await act(outgoing, cancellation);
    }

    public async Task<Outgoing> Next()
    {
        var next = _given.Reader.ReadAsync().AsTask();
        await Probe.Within(next, $"a delivery to {name}");
        return await next;
    }

    public bool HasMore => _given.Reader.TryPeek(out _);
}

/// <summary>One that takes many at once, in order.</summary>
sealed class RecordingBatches(string name, Func<ImmutableArray<Outgoing>, ImmutableArray<DeliveryOutcome>> act)
    : RecordingReceiver(name), IBatchReceiver
{
    public async ValueTask<ImmutableArray<DeliveryOutcome>> Deliver(
        ImmutableArray<Outgoing> batch, CancellationToken cancellation)
    {
        foreach (var outgoing in batch)
        {
            await Deliver(outgoing, cancellation);
        }

        return act(batch);
    }
}
