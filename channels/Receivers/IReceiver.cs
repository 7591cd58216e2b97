using System.Collections.Immutable;
using System.Security.Cryptography;
using Engagement.Messages;

namespace Engagement.Receivers;

/// <summary>
/// The last step of an effect: carries it to one place outside. It is called at least once for each effect, so it hands
/// <see cref="Outgoing.Id"/> to the other side, or says in docs/channels.md what a repeat does there.
/// </summary>
public interface IReceiver
{
    /// <summary>The queue it takes effects from; what <c>Effect.Receiver</c> says.</summary>
    string Name { get; }

    /// <summary>How much of it at once, how fast, and what a failure costs.</summary>
    DeliveryOptions Habits { get; }

    /// <summary>
    /// Delivers one effect. An exception or a timeout counts as <see cref="DeliveryOutcome.TryAgain"/>.
    /// </summary>
    ValueTask<DeliveryOutcome> Deliver(Outgoing outgoing, CancellationToken cancellation);
}

/// <summary>A receiver of messages.</summary>
public interface IMessageReceiver : IReceiver
{
    /// <summary>The message as it leaves, the same on every attempt and whenever it is asked for.</summary>
    /// <exception cref="UnsendableException">It cannot leave as it is.</exception>
    MessageForm Form(Outgoing outgoing, MessageContent content);
}

/// <param name="From">Whose address it is sent from; null for what has none.</param>
public sealed record MessageForm(string? From, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>By which what was sent is known again.</summary>
    public string Sha256 => HashOf(Bytes.Span);

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>A receiver that takes many effects in one go.</summary>
public interface IBatchReceiver : IReceiver
{
    /// <returns>One outcome for each effect, in their order.</returns>
    ValueTask<ImmutableArray<DeliveryOutcome>> Deliver(ImmutableArray<Outgoing> batch, CancellationToken cancellation);
}
