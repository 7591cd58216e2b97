using System.Collections.Immutable;
using Engagement.Policy;

namespace Engagement.Messages;

/// <summary>An e-mail of ours, as its customer remembers it.</summary>
/// <param name="Key">
/// Its effect's key. Its Message-ID follows from it and from the workspace, which no fact depends on.
/// </param>
/// <param name="Address">Where it went.</param>
/// <param name="BouncedAt">
/// It came back then, for a reason that may pass; null again once a letter to its address was read.
/// </param>
public sealed record SentLetter(string Key, string Address, DateTimeOffset? BouncedAt = null);

/// <summary>
/// Which letter went where, so that what is reported of one is charged to its own address; and the addresses that get
/// nothing more.
/// </summary>
public sealed record MessageLog
{
    /// <summary>Letters remembered with where they went; the oldest is forgotten first.</summary>
    public const int LettersMax = 64;

    /// <summary>Suppressed addresses remembered; the oldest is forgotten first.</summary>
    public const int SuppressionsMax = 64;

    /// <summary>The newest letters, oldest first.</summary>
    public ImmutableArray<SentLetter> Letters { get; init; } = [];

    public ImmutableArray<Suppression> Suppressions { get; init; } = [];

    public SentLetter? Named(string key)
    {
        foreach (var letter in Letters)
        {
            if (letter.Key == key)
            {
                return letter;
            }
        }

        return null;
    }

    /// <param name="customer">Whose letters they are.</param>
    /// <param name="reported">
    /// A Message-ID header with or without its brackets and its domain, or the message's key.
    /// </param>
    /// <returns>Null for one that we never sent, or so long ago that it is forgotten.</returns>
    public SentLetter? Find(CustomerKey customer, string reported)
    {
        if (Named(reported) is { } letter)
        {
            return letter;
        }

        var id = Bare(reported).ToString();
        return Letters.FirstOrDefault(sent =>
            string.Equals(EffectId.Of(customer, sent.Key), id, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>How many letters to the address bounced in a row, and when the first of them did.</summary>
    public (int Count, DateTimeOffset? Since) Bounced(string address)
    {
        var (count, since) = (0, default(DateTimeOffset?));
        foreach (var letter in Letters)
        {
            if (letter.BouncedAt is { } at && Same(letter.Address, address))
            {
                (count, since) = (count + 1, since < at ? since : at);
            }
        }

        return (count, since);
    }

    /// <summary>The log after one more fact; the same object when it changes nothing.</summary>
    public static MessageLog Evolve(MessageLog log, MessageFact fact) => fact switch
    {
        MessageFact.MessageQueued { To: { } address } queued => log with
        {
            Letters = Bounded(log.Letters.Add(new(queued.Key, address)), LettersMax),
        },
        MessageFact.LetterRedirected redirected => log.With(
            redirected.Key, letter => new(letter.Key, redirected.To)),
        MessageFact.LetterBouncedSoftly bounced => log.With(
            bounced.Key, letter => letter with { BouncedAt = bounced.At }),
        MessageFact.AddressReached reached => log.Forgive(reached.Address),
        MessageFact.AddressSuppressed suppressed => Evolve(log, suppressed),
        MessageFact.SuppressionLifted lifted => Evolve(log, lifted),
        MessageFact.MessageQueued or MessageFact.MessageWithheld => log,
        MessageFact.EffectRetried or MessageFact.EffectDismissed => log,
        _ => throw new NotSupportedException($"No way to evolve on {fact.GetType().Name}."),
    };

    static MessageLog Evolve(MessageLog log, MessageFact.AddressSuppressed suppressed)
    {
        foreach (var known in log.Suppressions)
        {
            if (known.Channel == suppressed.Channel && known.Address == suppressed.Address)
            {
                return log;
            }
        }

        var all = log.Suppressions.Add(new(suppressed.Channel, suppressed.Address, suppressed.Reason));
        return log with { Suppressions = Bounded(all, SuppressionsMax) };
    }

    static MessageLog Evolve(MessageLog log, MessageFact.SuppressionLifted lifted)
    {
        var left = log.Suppressions.RemoveAll(known =>
            known.Channel == lifted.Channel && Same(known.Address, lifted.Address));
        return left.Length == log.Suppressions.Length
            ? log
            : (log with { Suppressions = left }).Forgive(lifted.Address);
    }

    /// <summary>What bounced before is no longer held against the address.</summary>
    MessageLog Forgive(string address)
    {
        if (!Letters.Any(IsHeldAgainst))
        {
            return this;
        }

        var forgiven = Letters.Select(letter => IsHeldAgainst(letter) ? letter with { BouncedAt = null } : letter);
        return this with { Letters = [.. forgiven] };

        bool IsHeldAgainst(SentLetter letter) => letter.BouncedAt is not null && Same(letter.Address, address);
    }

    MessageLog With(string key, Func<SentLetter, SentLetter> change)
    {
        if (Named(key) is not { } letter || change(letter) is var next && next == letter)
        {
            return this;
        }

        return this with { Letters = Letters.Replace(letter, next) };
    }

    static ReadOnlySpan<char> Bare(string reported)
    {
        var id = reported.AsSpan().Trim();
        id = id is ['<', .. var inner, '>'] ? inner : id;
        return id.IndexOf('@') is > 0 and var at ? id[..at] : id;
    }

    static ImmutableArray<T> Bounded<T>(ImmutableArray<T> items, int max) =>
        items.Length > max ? items.RemoveAt(0) : items;

    static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
