using System.Collections.Immutable;
using Engagement.Customers;

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

/// <summary>Which letter went where, so that what is reported of one is charged to its own address.</summary>
static class SentLetters
{
    public static Customer Evolve(Customer customer, Fact.MessageQueued queued)
    {
        if (queued.To is not { } address)
        {
            return customer;
        }

        var letters = (customer.Letters ?? []).Add(new(queued.Key, address));
        return customer with
        {
            Letters = letters.Length > Customer.LettersMax ? letters.RemoveAt(0) : letters,
        };
    }

    /// <summary>It leaves for another address than it was decided for.</summary>
    public static Customer Evolve(Customer customer, Fact.LetterRedirected redirected) =>
        Named(customer, redirected.Key) is { } letter && customer.Letters is { } letters
            ? customer with { Letters = letters.Replace(letter, new(letter.Key, redirected.To)) }
            : customer;

    public static Customer Evolve(Customer customer, Fact.LetterBouncedSoftly bounced) =>
        Named(customer, bounced.Key) is { } letter && customer.Letters is { } letters
            ? customer with { Letters = letters.Replace(letter, letter with { BouncedAt = bounced.At }) }
            : customer;

    /// <summary>What bounced before is no longer held against the address.</summary>
    public static Customer Forgive(Customer customer, string address)
    {
        if (customer.Letters is not { } letters || !letters.Any(IsHeldAgainst))
        {
            return customer;
        }

        var forgiven = letters.Select(letter => IsHeldAgainst(letter) ? letter with { BouncedAt = null } : letter);
        return customer with { Letters = [.. forgiven] };

        bool IsHeldAgainst(SentLetter letter) => letter.BouncedAt is not null && Same(letter.Address, address);
    }

    /// <summary>How many letters to the address bounced in a row, and when the first of them did.</summary>
    public static (int Count, DateTimeOffset? Since) Bounced(Customer customer, string address)
    {
        var (count, since) = (0, default(DateTimeOffset?));
        foreach (var letter in customer.Letters ?? [])
        {
            if (letter.BouncedAt is { } at && Same(letter.Address, address))
            {
                (count, since) = (count + 1, since < at ? since : at);
            }
        }

        return (count, since);
    }

    public static SentLetter? Named(Customer customer, string key) =>
        customer.Letters?.FirstOrDefault(letter => letter.Key == key);

    /// <param name="reported">
    /// A Message-ID header with or without its brackets and its domain, or the message's key.
    /// </param>
    /// <returns>Null for one that we never sent, or so long ago that it is forgotten.</returns>
    public static SentLetter? Find(Customer customer, string workspace, string reported)
    {
        if (Named(customer, reported) is { } letter)
        {
            return letter;
        }

        var id = Bare(reported).ToString();
        return customer.Letters?.FirstOrDefault(letter => string.Equals(
            EffectId.Of(new(workspace, customer.Id), letter.Key), id, StringComparison.OrdinalIgnoreCase));
    }

    static ReadOnlySpan<char> Bare(string reported)
    {
        var id = reported.AsSpan().Trim();
        id = id is ['<', .. var inner, '>'] ? inner : id;
        return id.IndexOf('@') is > 0 and var at ? id[..at] : id;
    }

    static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
