using System.Collections.Immutable;
using System.Text;
using Engagement.Time;

namespace Engagement;

public enum ValueKind
{
    Missing = 0,
    Text = 1,
    Number = 2,
    Truth = 3,
    Instant = 4,
    List = 5,
}

/// <summary>What a field holds, or what a condition compares it with.</summary>
public readonly record struct Value
{
    public ValueKind Kind { get; private init; }

    public string? Text { get; private init; }

    public decimal Number { get; private init; }

    public DateTimeOffset Instant { get; private init; }

    public ImmutableArray<Value> Items { get; private init; }

    public bool Truth => Number != 0;

    public static Value Missing => default;

    public static Value Of(string? text) => text is null ? default : new() { Kind = ValueKind.Text, Text = text };

    public static Value Of(decimal? number) =>
        number is { } known ? new() { Kind = ValueKind.Number, Number = known } : default;

    public static Value Of(bool truth) => new() { Kind = ValueKind.Truth, Number = truth ? 1 : 0 };

    public static Value Of(DateTimeOffset? instant) =>
        instant is { } known ? new() { Kind = ValueKind.Instant, Instant = known } : default;

    public static Value Of(ImmutableArray<Value> items) => new() { Kind = ValueKind.List, Items = items };

    /// <summary>Reads a text as an instant when the other side of a comparison is one.</summary>
    public Value AsInstant() =>
        Kind == ValueKind.Text
        && Text!.Length <= Rfc3339.LengthMax
        && Rfc3339.TryParse(Encoding.UTF8.GetBytes(Text), out var instant)
            ? Of(instant)
            : this;

    /// <summary>Less than zero, zero or more, as two values of one kind compare; null when they do not.</summary>
    public int? CompareTo(in Value other)
    {
        if (Kind == ValueKind.Instant || other.Kind == ValueKind.Instant)
        {
            return (AsInstant(), other.AsInstant()) is (
                { Kind: ValueKind.Instant } mine, { Kind: ValueKind.Instant } theirs)
                ? mine.Instant.CompareTo(theirs.Instant)
                : null;
        }

        return (Kind, other.Kind) switch
        {
            (ValueKind.Text, ValueKind.Text) => string.CompareOrdinal(Text, other.Text),
            (ValueKind.Number, ValueKind.Number) => Number.CompareTo(other.Number),
            (ValueKind.Truth, ValueKind.Truth) => Number.CompareTo(other.Number),
            _ => null,
        };
    }
}
