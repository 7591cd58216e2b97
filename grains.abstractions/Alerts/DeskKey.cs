namespace Engagement.Alerts;

/// <summary>
/// The alert desk's grain key. The slash keeps a workspace such as <c>abc</c> from reading as a number.
/// </summary>
public static class DeskKey
{
    public const string Prefix = "desk/";

    public static string Of(string workspace) => Prefix + workspace;
}
