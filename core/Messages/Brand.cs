using Engagement.Definitions;

namespace Engagement.Messages;

/// <summary>A brand kit under the name it was published by, which templates and journeys choose it by.</summary>
public sealed record Brand(string Id, int Version, BrandKit Kit) : Definition(Id, Version);

/// <summary>What makes messages look like one sender's.</summary>
public sealed record BrandKit(
    string Name,
    string? LogoUrl,
    string? PrimaryColor,
    string? TextColor,
    string? BackgroundColor,
    string? Footer,
    string? SenderName,
    string? SenderAddress,
    string? ReplyTo,
    string? ContactUrl)
{
    /// <summary>The starter brand's sender: it stands for one that nobody has set yet.</summary>
    public const string PlaceholderSender = "orders@shop.example";

    public static BrandKit Plain { get; } = new("", null, null, null, null, null, null, null, null, null);
}
