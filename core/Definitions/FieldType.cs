using System.Collections.Immutable;
using Engagement.Schema;

namespace Engagement.Definitions;

/// <summary>What a field can hold, so that nobody compares it with what it never is.</summary>
public abstract record FieldType
{
    /// <summary>Data of an integrator's own: it may be anything.</summary>
    public sealed record Any : FieldType;

    public sealed record Text(TextForm Form = TextForm.Plain) : FieldType;

    /// <summary>One of a few names.</summary>
    public sealed record Choice(ImmutableArray<string> Names) : FieldType;

    /// <param name="Min">Null where there is no end on this side; so is <paramref name="Max"/>.</param>
    public sealed record Whole(long? Min = null, long? Max = null) : FieldType;

    public sealed record Truth : FieldType;

    public sealed record Instant : FieldType;

    public sealed record List(FieldType Item) : FieldType;

    /// <summary>What it holds, in words.</summary>
    public string Words => this switch
    {
        Any => "anything",
        Text { Form: TextForm.Plain } => "a text",
        Text text => TextForms.Expected(text.Form, 1_000),
        Choice choice => $"one of {string.Join(", ", choice.Names)}",
        Whole { Min: { } min, Max: { } max } => $"a whole number from {min} to {max}",
        Whole { Min: { } min } => $"a whole number from {min}",
        Whole => "a whole number",
        Truth => "true or false",
        Instant => "an instant, for example 2026-03-01T00:00:00Z",
        List list => $"a list, each of it {list.Item.Words}",
        _ => throw new NotSupportedException($"No words for {GetType().Name}."),
    };

    /// <summary>The type of one member of an event.</summary>
    internal static FieldType Of(DataSchema shape) => shape switch
    {
        DataSchema.Text text => new Text(text.Form),
        DataSchema.Whole whole => new Whole(whole.Min, whole.Max),
        DataSchema.Flag => new Truth(),
        DataSchema.Instant => new Instant(),
        DataSchema.List list => new List(Of(list.Item)),
        _ => new Any(),
    };

    /// <summary>What holds either: a member may not be the same in every event that has it.</summary>
    internal FieldType Or(FieldType other) => (this, other) switch
    {
        _ when this == other => this,
        (Text, Text) => new Text(),
        (Whole one, Whole two) => new Whole(
            one.Min is { } low && two.Min is { } lower ? Math.Min(low, lower) : null,
            one.Max is { } high && two.Max is { } higher ? Math.Max(high, higher) : null),
        _ => new Any(),
    };
}
