using System.Collections.Immutable;

namespace Engagement.Definitions;

/// <summary>One published version of one document. Versions are never changed.</summary>
public abstract record Definition(string Id, int Version);

/// <summary>The kinds of definitions, as they are named in documents and addresses.</summary>
public static class Kinds
{
    public const string Journey = "journey";
    public const string Programme = "programme";
    public const string Template = "template";
    public const string Brand = "brand";

    /// <summary>All of them, in the order in which documents speak of them.</summary>
    public static ImmutableArray<string> All { get; } = [Journey, Programme, Template, Brand];
}
