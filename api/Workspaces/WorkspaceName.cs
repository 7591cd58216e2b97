using System.Text.RegularExpressions;

namespace Engagement.Workspaces;

/// <summary>What a workspace may be called: its id stands in addresses, file names and logs.</summary>
static partial class WorkspaceName
{
    public const string Expected = "2 to 40 lower-case letters, digits and dashes, beginning with a letter";

    public static bool Fits(string id) => Form().IsMatch(id);

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{1,39}\z")]
    private static partial Regex Form();
}
