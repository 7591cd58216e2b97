using System.ComponentModel;
using System.Text.Json;
using Engagement.Schema;

namespace Engagement.Events;

/// <summary>A validated event as it came through a door: who, what, when, and its data as bytes of its own.</summary>
/// <param name="Type">The dotted name.</param>
/// <param name="OccurredAt">In UTC.</param>
public readonly record struct EventEnvelope(
    string Id, string Type, string Source, DateTimeOffset OccurredAt, string Customer, byte[] Data)
{
    public const string DefaultSource = "api";

    /// <summary>
    /// The bytes an event may have: escapes are counted as what they stand for, and white space around values not at
    /// all, so that the same event has one size however it is written.
    /// </summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>As many bytes as the largest event has when every character of it is escaped.</summary>
    public const int WrittenBytesMax = 6 * BytesMax;

    /// <summary>What surrounds the data of every event.</summary>
    internal static DataSchema.Members Schema { get; } = DataSchema.Of(typeof(Form));

    /// <summary>The members of an event, in the order in which <see cref="EventReader"/> knows them.</summary>
    sealed record Form(
        [Id, Description("Made by the source, once. The same source and id is the same event.")] string Id,
        [Text(EventTypes.NameMax, TextForm.EventType), Description("The dotted name.")] string Type,
        [Description("When it happened: from 2000 on, at most a day ahead of our clock.")] DateTimeOffset OccurredAt,
        [Id, Description("Whom it happened to; not . or .., which no path can hold.")] string Customer,
        [Description("What happened.")] JsonElement Data,
        [Id, Description("Who says so; 'api' when absent.")] string? Source = null);
}
