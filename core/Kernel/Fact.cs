namespace Engagement;

/// <summary>
/// What we concluded. Facts are stored for ever: each slice has a closed set of its own, and a name is never reused.
/// </summary>
public abstract record Fact;
